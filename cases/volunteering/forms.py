"""What is typed in the volunteers' room; shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.requests.models.choices import COUNTRY_CHOICES
from cases.volunteering.actions.tasks import Card
from cases.volunteering.models import KIND_CHOICES, PART_CHOICES, WEEKDAY_CHOICES
from cases.volunteering.rules import BIG_CITIES, DISTRICTS
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


class FilterForm(PlainForm):
    """The board's filters; every one may be empty."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *KIND_CHOICES])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("any")), *LANGUAGE_CHOICES]
    )
    city = forms.ChoiceField(label=_("City"), required=False, choices=[("", _("any")), *CITY_CHOICES])
    weekday = forms.ChoiceField(label=_("Day"), required=False, choices=[("", _("any")), *WEEKDAY_CHOICES])
    part_of_day = forms.ChoiceField(
        label=_("Time"), required=False, choices=[("", _("any")), *PART_CHOICES[:3]]
    )

    def offer_cities(self, cities: list[str]) -> None:
        """Only cities that stand on a card now."""
        field = self.fields["city"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), *((city, city) for city in cities)]


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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        district, city = data.get("district"), data.get("city", "")
        if district and district not in DISTRICTS.get(city, ()):
            self.add_error("district", _("This district does not belong to the city above."))
        return data

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


class ReportForm(PlainForm):
    """The end of a task."""

    result = forms.ChoiceField(label=_("How did it go?"), choices=RESULT_CHOICES, widget=forms.RadioSelect)
    hours = forms.DecimalField(label=_("Hours it took"), min_value=0, max_value=99, decimal_places=1)
    report = forms.CharField(
        label=_("What should the desk know?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sealed. Write no names."),
    )


class BreakForm(PlainForm):
    """A rest from-to."""

    from_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    to_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))


class ProfileForm(PlainForm):
    """What a volunteer offers."""

    languages = forms.MultipleChoiceField(
        label=_("Languages I speak"), choices=LANGUAGE_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    cities = forms.MultipleChoiceField(
        label=_("Cities"), choices=CITY_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    skills = forms.MultipleChoiceField(
        label=_("What I can do"), choices=KIND_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    weekly_hours = forms.IntegerField(label=_("Hours a week"), min_value=1, max_value=40)
    most_tasks = forms.IntegerField(label=_("Most tasks at once"), min_value=1, max_value=2)

    @classmethod
    def of(cls, profile: Any, data: Any = None) -> ProfileForm:
        """The form filled with what she offered before."""
        names = ("languages", "cities", "skills", "weekly_hours", "most_tasks")
        initial = (
            {name: getattr(profile, name) for name in names}
            if profile
            else {"weekly_hours": 4, "most_tasks": 1}
        )
        return cls(data, initial=initial, auto_id="profile_%s")
