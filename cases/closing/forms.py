"""How a request ended; shape only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.requests.models.choices import OUTCOME_CHOICES
from helpdesk.ui.forms import PlainForm


class CloseForm(PlainForm):
    """An outcome, with the version that stood on the page."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[("", "—"), *OUTCOME_CHOICES],
        widget=forms.Select(attrs={"data-key": "e", "aria-keyshortcuts": "e"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="close-%s", **kwargs)
