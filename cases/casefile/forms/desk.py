"""What a colleague writes on the case file besides the answer; shape only."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
