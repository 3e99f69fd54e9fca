"""Shape of what a coordinator says when she keeps something back, and of a certificate's number."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.retention.models import HOLD_CHOICES
from helpdesk.ui.forms import PlainForm


class HoldForm(PlainForm):
    """Why, and until when."""

    reason = forms.ChoiceField(label=_("Why it must stay"), choices=[("", "—"), *HOLD_CHOICES])
    until = forms.DateField(
        label=_("Until"),
        help_text=_("The last day on which it stays; within the coming year."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class NumberForm(PlainForm):
    """The number that stands on a certificate."""

    code = forms.CharField(label=_("Number of the certificate"), max_length=20)
