"""Typing the last four digits back, the proof that the receipt is on paper."""

from __future__ import annotations

import hmac
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.rules import normalise_receipt
from helpdesk.ui.forms import PlainForm


class LastDigitsForm(PlainForm):
    """The last four digits of the receipt just shown."""

    last_digits = forms.CharField(
        label=_("Type the last four digits of your receipt"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "8"}),
        error_messages={"required": _("Please type the last four digits from your paper.")},
    )

    def __init__(self, *args: Any, digits: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.digits = digits

    def clean_last_digits(self) -> str:
        typed = normalise_receipt(self.cleaned_data["last_digits"])
        if not hmac.compare_digest(typed, self.digits[-4:]):
            raise forms.ValidationError(
                _("These are not the last four digits. Please look at your paper again.")
            )
        return typed
