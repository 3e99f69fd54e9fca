"""What a colleague writes on the case file besides the answer; shape only."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.requests.models.wishes import PURPOSE_CHOICES
from helpdesk.ui.forms import PlainForm


class NoteForm(PlainForm):
    """An internal note; `once` makes the same form one note."""

    body = forms.CharField(
        label=_("Note for colleagues"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "n", "dir": "auto"}),
        help_text=_("The person never sees it."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"once": uuid.uuid4()}, auto_id="note-%s", **kwargs)


class ConsentForm(PlainForm):
    """What a person agreed to, in the words that she was told."""

    purpose = forms.ChoiceField(label=_("What for?"), choices=PURPOSE_CHOICES)
    wording = forms.CharField(
        label=_("The words she agreed to"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Write them in her language. She reads them in her inbox."),
    )
