"""Which file is which paper; shapes only."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.casefile.workflow import PaperState
from helpdesk.ui.forms import PlainForm

JUDGED = (PaperState.ACCEPTED, PaperState.UNREADABLE, PaperState.REDO)


class PaperForm(PlainForm):
    """From the inbox: a step and a file, or a paper that is taken off again."""

    step = forms.UUIDField(required=False)
    file = forms.UUIDField(required=False)
    drop = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("drop") and not (data.get("step") and data.get("file")):
            raise forms.ValidationError("incomplete")
        return data


class DeskPaperForm(PlainForm):
    """From the desk: a step and a file, or a paper with what is said about it."""

    step = forms.UUIDField(required=False)
    file = forms.UUIDField(required=False)
    paper = forms.UUIDField(required=False)
    state = forms.ChoiceField(choices=[(state.value, state.value) for state in JUDGED], required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("paper") and not (data.get("step") and data.get("file")):
            raise forms.ValidationError("incomplete")
        return data
