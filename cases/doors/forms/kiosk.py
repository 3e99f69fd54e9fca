"""The code that opens a shared device, and the period of the sums."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.rules import normalise_receipt
from helpdesk.accounts.kiosk import CODE_DIGITS
from helpdesk.ui.forms import PlainForm

PERIODS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("one year"))]


class CodeForm(PlainForm):
    """Ten digits, typed in any grouping."""

    number = forms.CharField(
        label=_("The ten digits from the desk"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        digits = normalise_receipt(self.cleaned_data["number"])
        if len(digits) != CODE_DIGITS:
            raise forms.ValidationError(_("The code has ten digits. Please look at the desk again."))
        return digits


class PeriodForm(PlainForm):
    """How far back the sums go."""

    days = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False, initial="30")

    def clean_days(self) -> int:
        return int(self.cleaned_data["days"] or 30)
