"""What staff type about access: whom to let in until when, why something is sealed or opened again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.legal.models.choices import GRANT_CHOICES
from cases.legal.workflow import WhyGranted
from cases.requests.models.seals import WHY_OPENED_CHOICES, WHY_SEALED_CHOICES
from helpdesk.accounts.models import User
from helpdesk.ui.forms import PlainForm

NAMED_CHOICES = [(code, words) for code, words in GRANT_CHOICES if code != WhyGranted.ASSIGNED.value]


class GrantForm(PlainForm):
    """Who, why and until when, out of a list that was read once."""

    person = forms.ChoiceField(label=_("Who may open the case"))
    why = forms.ChoiceField(label=_("Why"), choices=NAMED_CHOICES)
    until = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The access ends by itself after this day."),
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, str(person)) for pk, person in self.people.items()]

    def chosen(self) -> User:
        return self.people[self.cleaned_data["person"]]


class GrantByCodeForm(GrantForm):
    """The same for a sealed case, which a coordinator knows by its code alone."""

    code = forms.CharField(label=_("Code of the case"), max_length=20)
    field_order = ("code", "person", "why", "until")

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class SealForm(PlainForm):
    """Why it is sealed off."""

    why = forms.ChoiceField(label=_("Why"), choices=WHY_SEALED_CHOICES)


class UnsealForm(PlainForm):
    """Why it need not be sealed off any more."""

    why = forms.ChoiceField(label=_("Why"), choices=WHY_OPENED_CHOICES)


class UnsealByCodeForm(UnsealForm):
    """The same by the code of a request or a case, for a coordinator."""

    code = forms.CharField(label=_("Code of the request or case"), max_length=20)
    field_order = ("code", "why")

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()
