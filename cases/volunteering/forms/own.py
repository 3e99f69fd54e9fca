"""What a volunteer types about herself and her tasks: reports, breaks, offers, free time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.volunteering.forms.tasks import CITY_CHOICES, RESULT_CHOICES
from cases.volunteering.models import KIND_CHOICES, SLOT_CHOICES
from helpdesk.languages import CHOICES as LANGUAGE_CHOICES
from helpdesk.ui.forms import PlainForm


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
        form = cls(data, initial=initial, auto_id="profile_%s")
        if profile:
            del form.fields["languages"]  # a page of its own asks how well
        return form


class FreeTimeForm(PlainForm):
    """One box for each weekday and part of the day."""

    slots = forms.MultipleChoiceField(
        label=_("When I am usually free"),
        choices=SLOT_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
