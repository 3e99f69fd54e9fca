"""A contact as it is typed: what kind it is follows from what was typed, unless somebody says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.doors.rules import kind_of_contact
from cases.intake.forms.fields import check_contact
from cases.intake.rules import normalise_contact
from cases.requests.actions import Contact
from cases.requests.models.choices import CONTACT_CHOICES
from helpdesk.sealing.receipts import contact_mark
from helpdesk.ui.forms import PlainForm

AS_TYPED = ("", pgettext_lazy("contact", "as it is written"))


class TypedContact(PlainForm):
    """The two fields, their rules and what comes of them; shared by the phone screen and the look-up."""

    contact = forms.CharField(
        label=_("Number or address"),
        required=False,
        max_length=120,
        help_text=_("A number with its country code, an e-mail address, or the name in the messenger."),
    )
    contact_channel = forms.ChoiceField(
        label=_("Kind of contact"), choices=[AS_TYPED, *CONTACT_CHOICES], required=False
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "contact" in values and not values.get("contact_channel"):
            values["contact_channel"] = kind_of_contact(values["contact"])
        for name, message in check_contact(values, may_be_none=True).items():
            self.add_error(name, message)
        return values

    def mark(self) -> bytes | None:
        """The blind index of what was typed; None when nothing that can be compared was typed."""
        values = self.cleaned_data
        channel = values.get("contact_channel") or "none"
        return None if channel == "none" else contact_mark(normalise_contact(channel, values["contact"]))

    def to_contact(self, **rules: Any) -> Contact:
        values = self.cleaned_data
        if values["contact_channel"] == "none":
            return Contact()
        return Contact(
            channel=values["contact_channel"], address=values["contact"], mark=self.mark(), **rules
        )
