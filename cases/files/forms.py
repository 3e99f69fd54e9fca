"""Shape in for files: how many and how large; what they are is for the decoder to say."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.files.actions import Sent
from cases.files.rules import MOST_BYTES, MOST_FILES
from cases.requests.models import HelpRequest
from helpdesk.sealing.reasons import Reason
from helpdesk.ui.dates import day, hour
from helpdesk.ui.forms import PlainForm, plain_text

TOO_LARGE = _("This was too much at once: one file may have 15 MB, all together 20 MB. Send fewer at a time.")
REASONS = (Reason.LEGAL_CASE, Reason.SIGNATURE, Reason.UNREADABLE, Reason.HANDOVER)


class Several(forms.ClearableFileInput):
    """A plain file input that takes several; it never shows the name of a file."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each not empty and not too large; the number is checked by the action too."""

    widget = Several

    def __init__(self, **kwargs: Any) -> None:
        accept = ".jpg,.jpeg,.png,.webp,.pdf,image/jpeg,image/png,image/webp,application/pdf"
        super().__init__(widget=Several(attrs={"accept": accept}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Sent]:
        given: list[UploadedFile[Any]] = [item for item in (data or []) if item is not None]
        if not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("Send at most 10 files."), code="many")
        if any(not item.size for item in given):
            raise forms.ValidationError(_("One file is empty. Choose it again."), code="empty")
        if any((item.size or 0) > MOST_BYTES for item in given):
            raise forms.ValidationError(TOO_LARGE, code="large")
        return [Sent(plain_text(item.name or ""), item.read()) for item in given]


class UploadForm(PlainForm):
    """What is sent, and about which request; `once` makes a second click nothing."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    papers = FilesField(
        label=_("Photos or PDF files"),
        help_text=_("JPEG, PNG, WebP or PDF. One file up to 15 MB, at most 10 files for one request."),
        error_messages={
            "required": _("Please choose a file first."),
            "invalid": _("Please choose a file first."),
        },
    )

    def __init__(self, *args: Any, too_large: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> dict[str, Any]:
        """What the upload handler let fall is told as one mistake, not as a missing file."""
        cleaned = super().clean() or {}
        if self.too_large:
            self.errors.pop("papers", None)
            self.add_error("papers", TOO_LARGE)
        return cleaned


class InboxUploadForm(UploadForm):
    """From the inbox: she names the request when she has more than one."""

    def __init__(self, *args: Any, threads: Sequence[HelpRequest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [f"{row.topic or _('Your request')}, {day(row.received_at)}" for row in threads]
        if len(set(days)) < len(days):  # two on one day about one thing
            days = [f"{row.topic or _('Your request')}, {hour(row.received_at)}" for row in threads]
        own = [(str(row.pk), name) for row, name in zip(threads, days, strict=True)]
        widget = forms.HiddenInput if len(own) == 1 else forms.RadioSelect
        self.fields["thread"] = forms.ChoiceField(
            label=_("Which request is it for?"),
            choices=own,
            widget=widget,
            initial=own[0][0] if len(own) == 1 else None,
            error_messages={"required": _("Please choose one of your requests.")},
        )
        self.order_fields(["once", "thread", "papers"])


class FileForm(PlainForm):
    """Names one file."""

    file = forms.UUIDField(widget=forms.HiddenInput)


class OriginalForm(PlainForm):
    """Why the original is needed: one tap, kept in the access log."""

    reason = forms.ChoiceField(
        label=_("Why do you need the original?"),
        choices=[(reason.value, reason.label) for reason in REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason. It is kept in the access log.")},
    )
