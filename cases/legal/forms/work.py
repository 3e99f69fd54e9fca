"""What lawyers type beside the checklist: privileged notes and minutes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.legal.models.choices import WORK_CHOICES
from helpdesk.ui.forms import PlainForm

Choice = tuple[str, Any]


class _AboutForm(PlainForm):
    """Something about one member, or about all of them."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    member = forms.ChoiceField(label=_("About whom"), required=False)

    def __init__(self, *args: Any, members: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", uuid4())
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("the whole case")), *members]


class PrivilegedForm(_AboutForm):
    """A note for the lawyers of the case."""

    body = forms.CharField(
        label=_("Privileged note"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    field_order = ("once", "body", "member")


class TimeForm(_AboutForm):
    """Minutes of one's own."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=24 * 60)
    kind = forms.ChoiceField(label=_("What for"), choices=WORK_CHOICES)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("once", "minutes", "kind", "on", "member")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())
