"""Shape in for the inbox. Ids travel in form bodies only, never in an address."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.forms.fields import StoryField
from cases.intake.rules import DIGITS, is_wellformed, normalise_receipt
from helpdesk.ui.forms import PlainForm

SEATS = [(str(number), str(number)) for number in range(1, 13)]
STARS = [("5", "5"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1")]


class UnlockForm(PlainForm):
    """The receipt, typed in any grouping and any digits."""

    receipt = forms.CharField(
        label=_("Your receipt: 20 digits"),
        max_length=80,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "spellcheck": "false"}),
        help_text=_("Spaces and dashes do not matter."),
        error_messages={"required": _("Please type the 20 digits of your receipt.")},
    )

    def clean_receipt(self) -> str:
        digits = normalise_receipt(self.cleaned_data["receipt"])
        if not digits:
            raise forms.ValidationError(_("A receipt has digits only. Please look at your paper again."))
        if len(digits) != DIGITS:
            message = _("A receipt has 20 digits. You typed %(count)d.")
            raise forms.ValidationError(message, params={"count": len(digits)})
        if not is_wellformed(digits):
            raise forms.ValidationError(
                _("One digit or more is not right. Please compare each group with your paper.")
            )
        return digits


class ReplyForm(PlainForm):
    """Her own words in a thread."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    thread = forms.UUIDField(widget=forms.HiddenInput)
    body = StoryField(
        label=_("Write to us"),
        rows=5,
        error_messages={"required": _("Please write a few words before you send.")},
    )


class InvitationForm(PlainForm):
    """Yes with seats, or no."""

    invitation = forms.UUIDField(widget=forms.HiddenInput)
    seats = forms.TypedChoiceField(
        label=_("How many of you come?"),
        choices=SEATS,
        coerce=int,
        initial="1",
        required=False,
    )
    needs_interpreter = forms.BooleanField(label=_("We need an interpreter"), required=False)
    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    def clean_seats(self) -> int:
        return int(self.cleaned_data["seats"] or 1)


class RateForm(PlainForm):
    """One to five stars."""

    thread = forms.UUIDField(widget=forms.HiddenInput)
    stars = forms.TypedChoiceField(
        label=_("Did we help you?"),
        choices=STARS,
        coerce=int,
        help_text=_("5 is very much, 1 is not at all."),
    )


class ThreadForm(PlainForm):
    """Names one of her requests."""

    thread = forms.UUIDField(widget=forms.HiddenInput)


class EraseForm(PlainForm):
    """The one act here that cannot be undone."""

    sure = forms.BooleanField(
        label=_("Yes, erase everything. I know that nobody can bring it back."),
        error_messages={"required": _("Please tick the box if you are sure.")},
    )
