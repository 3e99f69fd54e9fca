"""What is typed and chosen when work moves, when somebody is away, and about offices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.moving.models.moves import KIND_CHOICES
from cases.moving.queries.pieces import Wanted
from cases.moving.rules import CHOSEN_KINDS, Kind
from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.queries import topic_choices
from cases.rest.models import WHY_OVER_CHOICES
from helpdesk import languages
from helpdesk.accounts.models import Office, User
from helpdesk.ui.forms import PlainForm

CHOSEN = {kind.value for kind in CHOSEN_KINDS}
NOBODY = "nobody"


class MoveForm(PlainForm):
    """From whom, what, and to whom."""

    whose = forms.ChoiceField(label=_("From whom"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("What"),
        choices=[choice for choice in KIND_CHOICES if choice[0] in CHOSEN],
        widget=forms.CheckboxSelectMultiple,
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    country = forms.ChoiceField(
        label=_("Country"), choices=[("", _("any")), *COUNTRY_CHOICES], required=False
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("any")), *languages.CHOICES], required=False
    )
    to = forms.MultipleChoiceField(
        label=_("To whom"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several people share it: whoever carries least and speaks the language gets it first."),
    )

    def __init__(
        self, *args: Any, people: Sequence[User], offered: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        names = [(key, str(person)) for key, person in self.people.items()]
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            ("", _("anybody")), (NOBODY, _("nobody: it stands in the queue")), *names,
        ]  # fmt: skip
        self.fields["topic"].choices = [("", _("any")), *topic_choices()]  # type: ignore[attr-defined]
        self.fields["to"].choices = offered  # type: ignore[attr-defined]

    def wanted(self, office_id: int) -> Wanted:
        whose = self.cleaned_data["whose"]
        return Wanted(
            office_id=office_id,
            kinds=tuple(Kind(kind) for kind in self.cleaned_data["kinds"]),
            from_user=UUID(whose) if whose not in {"", NOBODY} else None,
            nobody=whose == NOBODY,
            topic=self.cleaned_data["topic"],
            country=self.cleaned_data["country"],
            language=self.cleaned_data["language"],
        )

    def receivers(self) -> list[User]:
        """Never the one from whom it goes."""
        chosen = [key for key in self.cleaned_data["to"] if key != self.cleaned_data["whose"]]
        return [self.people[key] for key in chosen]


class ConfirmForm(PlainForm):
    """The reason where somebody would have more than her limit."""

    over_reason = forms.ChoiceField(
        label=_("Why somebody gets more than her limit"),
        choices=[("", _("choose")), *WHY_OVER_CHOICES],
        required=False,
    )


class AbsenceForm(PlainForm):
    """From when to when, and who stands in."""

    user = forms.ChoiceField(label=_("Who is away"), required=False)
    from_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    deputy = forms.ChoiceField(
        label=_("Who stands in"),
        required=False,
        help_text=_("A colleague of your office with the same role. She is asked and says yes or no."),
    )

    def __init__(
        self, *args: Any, absent: Sequence[User], deputies: Sequence[User], own: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.colleagues = {str(person.pk): person for person in (*deputies, *absent)}
        self.fields["user"].choices = [  # type: ignore[attr-defined]
            ("", _("my own absence")), *((str(person.pk), str(person)) for person in absent if person != own),
        ]  # fmt: skip
        if len(absent) < 2:
            del self.fields["user"]
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody yet")), *((str(person.pk), str(person)) for person in deputies),
        ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        first: date = data["from_on"]
        return {
            "user": self.colleagues.get(data.get("user", ""), self.own),
            "from_on": first,
            "until_on": data["until_on"],
            "deputy": self.colleagues.get(data["deputy"]),
        }


class OfficeForm(PlainForm):
    """Name and place of an office."""

    name = forms.CharField(label=_("Name of the office"), max_length=80)
    city = forms.CharField(label=_("City"), max_length=60)


class NewOfficeForm(OfficeForm):
    """A new one has a country, which stays."""

    country = forms.ChoiceField(label=_("Country"), choices=COUNTRY_CHOICES)


class ToOfficeForm(PlainForm):
    """Which office takes a person or a request."""

    to = forms.ModelChoiceField(
        label=_("To which office"), queryset=Office.objects.none(), empty_label=_("choose")
    )

    def __init__(self, *args: Any, but: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Office.objects.filter(closed_on=None).exclude(pk=but or 0).order_by("name")
        self.fields["to"].queryset = rows  # type: ignore[attr-defined]
