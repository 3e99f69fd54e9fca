"""What is typed about a task: the board's filters and a new task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.requests.models.choices import COUNTRY_CHOICES
from cases.volunteering.actions.tasks import Card
from cases.volunteering.models import KIND_CHOICES, PART_CHOICES, WEEKDAY_CHOICES
from cases.volunteering.rules import BIG_CITIES, DISTRICTS
from cases.volunteering.rules.briefs import lint_brief
from cases.volunteering.workflow import PartOfDay, TaskKind
from helpdesk.languages import CHOICES as LANGUAGE_CHOICES
from helpdesk.ui.forms import PlainForm

CITY_CHOICES = [(city, city) for cities in BIG_CITIES.values() for city in cities]
DISTRICT_CHOICES = [(city, [(name, name) for name in names]) for city, names in DISTRICTS.items()]
TIER_CHOICES = [
    (0, _("0: no contact with the person")),
    (1, _("1: contact, approved volunteer")),
    (2, _("2: sensitive, approved each time")),
]
RESULT_CHOICES = [
    ("done", _("It is done")),
    ("not_done", _("It could not be done")),
    ("needs_lawyer", _("This needs a lawyer")),
]


TEMPLATE_NAMES: dict[str, str | Promise] = {
    "office": _("Go along to an office"),
    "hospital": _("Interpret at a doctor's"),
    "phone": _("Ring an office"),
    "school": _("A place in school or kindergarten"),
    "flat": _("Look at a flat together"),
    "paper": _("Translate a letter"),
    "things": _("Fetch or bring things"),
    "leaflet": _("Check a leaflet"),
}


LINT_NAMES: dict[str, str | Promise] = {
    "email": _("e-mail"),
    "document": _("number of a document"),
    "phone": _("phone number"),
    "handle": _("name in a messenger"),
    "person": _("name"),
    "surname": _("name"),
    "address": _("address"),
}


class FilterForm(PlainForm):
    """The board's filters; every one may be empty."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *KIND_CHOICES])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("any")), *LANGUAGE_CHOICES]
    )
    city = forms.ChoiceField(label=_("City"), required=False, choices=[("", _("any")), *CITY_CHOICES])
    district = forms.ChoiceField(
        label=_("District"), required=False, choices=[("", _("any")), *DISTRICT_CHOICES]
    )
    weekday = forms.ChoiceField(label=_("Day"), required=False, choices=[("", _("any")), *WEEKDAY_CHOICES])
    part_of_day = forms.ChoiceField(
        label=_("Time"), required=False, choices=[("", _("any")), *PART_CHOICES[:3]]
    )

    mine = forms.BooleanField(label=_("Only when I am free"), required=False)

    def offer_places(self, places: list[tuple[str, str]]) -> None:
        """Only cities and districts that stand on a card now."""
        cities = sorted({city for city, _district in places})
        named: dict[str, list[tuple[str, str]]] = {}
        for city, district in places:
            if district:
                named.setdefault(city, []).append((district, district))
        field, within = self.fields["city"], self.fields["district"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(within, forms.ChoiceField)
        field.choices = [("", _("any")), *((city, city) for city in cities)]
        within.choices = [("", _("any")), *named.items()]


class TaskForm(PlainForm):
    """A new task: first the card that everybody sees, then the sealed brief."""

    kind = forms.ChoiceField(label=_("What is to be done"), choices=KIND_CHOICES)
    languages = forms.MultipleChoiceField(
        label=_("Languages that are needed"), choices=LANGUAGE_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRY_CHOICES)
    city = forms.ChoiceField(
        label=_("City"),
        required=False,
        choices=[("", _("a smaller place (not shown)")), *CITY_CHOICES],
    )
    district = forms.ChoiceField(
        label=_("District"), required=False, choices=[("", _("not shown")), *DISTRICT_CHOICES]
    )
    on_date = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The board shows only the day of the week."),
    )
    part_of_day = forms.ChoiceField(label=_("Time of day"), choices=PART_CHOICES, initial=PartOfDay.ANY.value)
    hours = forms.IntegerField(label=_("Hours it may take"), min_value=1, max_value=40, initial=2)
    tier = forms.TypedChoiceField(label=_("Who may take it"), choices=TIER_CHOICES, coerce=int, initial=1)
    brief = forms.CharField(
        label=_("Brief for the volunteer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "data-key": "n"}),
        help_text=_("Sealed. It opens only to the volunteer whose claim is approved. Write no surname."),
    )
    exact_place = forms.CharField(
        label=_("Exact place"),
        required=False,
        max_length=200,
        help_text=_("Sealed. The volunteer sees it the day before."),
    )
    is_checked = forms.BooleanField(
        label=_("I have looked: what stands in the brief may stand there"),
        required=False,
        widget=forms.HiddenInput,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        district, city = data.get("district"), data.get("city", "")
        if district and district not in DISTRICTS.get(city, ()):
            self.add_error("district", _("This district does not belong to the city above."))
        self._lint(data)
        return data

    def _lint(self, data: dict[str, Any]) -> None:
        """A brief that names or reaches somebody stops here once; a tick says that it has to be so."""
        found = lint_brief(data.get("brief", ""))
        if found and not data.get("is_checked"):
            self.fields["is_checked"].widget = forms.CheckboxInput()
            words = "; ".join(f"{LINT_NAMES[kind]}: {text}" for kind, text in found[:8])
            why = _("Please look again: the brief may tell who it is. %(words)s") % {"words": words}
            self.add_error("brief", why)
            self.add_error("is_checked", _("Take it out, or tick this box if the volunteer needs it."))

    def card(self) -> Card:
        data = self.cleaned_data
        return Card(
            kind=TaskKind(data["kind"]),
            languages=tuple(data["languages"]),
            country=data["country"],
            city=data["city"],
            district=data["district"],
            on_date=data["on_date"],
            part_of_day=PartOfDay(data["part_of_day"]),
            hours=data["hours"],
            tier=data["tier"],
        )
