"""What is typed about flats, and what the desk chooses about a task that is done."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.requests.models.choices import COUNTRY_CHOICES
from cases.volunteering.actions.housing import Flat
from cases.volunteering.forms.tasks import CITY_CHOICES, DISTRICT_CHOICES
from cases.volunteering.models import CAME_OF_CHOICES, KIND_CHOICES, REFUSED_WHY_CHOICES, VIEWING_CHOICES
from cases.volunteering.rules import DISTRICTS
from helpdesk.ui.forms import PlainForm

YES_NO = [("yes", _("yes")), ("no", _("no"))]


class FlatForm(PlainForm):
    """A flat somebody lets."""

    country = forms.ChoiceField(label=_("Country"), choices=COUNTRY_CHOICES)
    city = forms.ChoiceField(label=_("City"), choices=CITY_CHOICES)
    district = forms.ChoiceField(
        label=_("District"), required=False, choices=[("", _("not known")), *DISTRICT_CHOICES]
    )
    rooms = forms.IntegerField(label=_("Rooms"), min_value=1, max_value=9)
    area = forms.IntegerField(label=_("Square metres"), min_value=5, max_value=400, required=False)
    price = forms.IntegerField(label=_("Price a month, with everything"), min_value=0, max_value=99999)
    free_from = forms.DateField(
        label=_("Free from"), widget=forms.DateInput(attrs={"type": "date"}), initial=timezone.localdate
    )
    allows_declaring = forms.ChoiceField(
        label=_("May residence be declared there?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("Ask the owner. Without a clear yes choose no."),
    )
    contact = forms.CharField(
        label=_("Whose flat, and how to reach them"), max_length=300, help_text=_("Sealed.")
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False, help_text=_("Sealed."))

    def clean_district(self) -> str:
        district: str = self.cleaned_data["district"]
        if district and district not in DISTRICTS.get(self.cleaned_data.get("city", ""), ()):
            raise forms.ValidationError(_("This district does not belong to the city above."))
        return district

    def flat(self) -> Flat:
        data = self.cleaned_data
        names = ("country", "city", "district", "rooms", "area", "price", "free_from")
        return Flat(
            **{name: data[name] for name in names}, allows_declaring=data["allows_declaring"] == "yes"
        )


class NeedForm(PlainForm):
    """What the household looks for."""

    city = forms.ChoiceField(label=_("City"), required=False, choices=[("", _("any")), *CITY_CHOICES])
    least_rooms = forms.IntegerField(label=_("Rooms, at least"), min_value=1, max_value=9, initial=1)
    most_price = forms.IntegerField(
        label=_("Price a month, at most"), min_value=0, max_value=99999, required=False
    )
    needs_declaring = forms.BooleanField(
        label=_("Residence has to be declared there (for the permit, school, doctor)"),
        required=False,
        initial=True,
    )
    from_on = forms.DateField(
        label=_("Needed from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class ViewingForm(PlainForm):
    """When they look at it."""

    at = forms.DateTimeField(label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))


class ResultForm(PlainForm):
    """How a viewing ended."""

    result = forms.ChoiceField(label=_("How did it end?"), choices=VIEWING_CHOICES[1:])
    why = forms.ChoiceField(label=_("Why not"), required=False, choices=REFUSED_WHY_CHOICES)


class CameForm(PlainForm):
    """One line for the volunteer."""

    line = forms.ChoiceField(label=_("What came of it"), choices=CAME_OF_CHOICES)


class StandingForm(PlainForm):
    """Kinds of work that open at once for one volunteer."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds that open at once"),
        choices=[choice for choice in KIND_CHOICES if choice[0] != "leaflets"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
