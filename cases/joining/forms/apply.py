"""The public form of somebody who wants to help."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.joining.actions import Applicant
from cases.requests.models.choices import COUNTRY_CHOICES
from cases.volunteering.models import FREE_TIME_CHOICES, KIND_CHOICES, LEVEL_CHOICES
from cases.volunteering.rules import BIG_CITIES
from helpdesk import languages
from helpdesk.ui.forms import PlainForm

CITY_CHOICES = [(city, city) for cities in BIG_CITIES.values() for city in cities]
HOURS = _("Please write a number from 1 to 40: a week has room for no more.")
LEVELS = [("", _("no")), *LEVEL_CHOICES]


class LevelsForm(PlainForm):
    """How well she speaks each language."""

    def __init__(self, *args: Any, levels: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, own_name in languages.CHOICES:
            field = forms.ChoiceField(
                label=own_name, choices=LEVELS, required=False, initial=levels.get(code, "")
            )
            field.widget.attrs |= {"autocomplete": "off"}
            self.fields[f"spoken_{code}"] = field

    def levels(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"spoken_{code}"] for code in languages.CODES}


class ApplyForm(PlainForm):
    """Who she is, what she can do, and what she would rather not hear about."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(
        label=_("What shall we call you?"),
        max_length=60,
        help_text=_("A first name or any other name is enough."),
    )
    country = forms.ChoiceField(
        label=_("Where do you live?"), choices=COUNTRY_CHOICES, widget=forms.RadioSelect
    )
    cities = forms.MultipleChoiceField(
        label=_("In which of these cities can you help?"),
        choices=CITY_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None of them is fine too: some help goes by phone or in writing."),
    )
    skills = forms.MultipleChoiceField(
        label=_("What would you like to do?"),
        choices=KIND_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    free_times = forms.MultipleChoiceField(
        label=_("When do you usually have time?"),
        choices=FREE_TIME_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    weekly_hours = forms.IntegerField(
        label=_("How many hours a week can you give?"),
        min_value=1,
        max_value=40,
        initial=4,
        error_messages={"min_value": HOURS, "max_value": HOURS, "invalid": HOURS},
        help_text=_("Few are fine. You can change it at any time."),
    )
    avoid = forms.CharField(
        label=_("What would you rather not hear about?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Nobody asks why. Only the people who look after volunteers read it."),
    )
    email = forms.EmailField(label=_("Your e-mail address"), max_length=120)
    contact = forms.CharField(label=_("A number or a name in a messenger"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, own_name in languages.CHOICES:
            field = forms.ChoiceField(label=own_name, choices=LEVELS, required=False)
            field.widget.attrs |= {"autocomplete": "off", "lang": code}
            self.fields[f"spoken_{code}"] = field

    @property
    def spoken(self) -> list[Any]:
        """The fields of the languages, for a group of their own."""
        return [self[f"spoken_{code}"] for code in languages.CODES]

    @property
    def before(self) -> list[Any]:
        return [self["form_id"], self["name"], self["country"]]

    @property
    def after(self) -> list[Any]:
        names = ("cities", "skills", "free_times", "weekly_hours", "avoid", "email", "contact")
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not any(values.get(f"spoken_{code}") for code in languages.CODES):
            self.add_error(f"spoken_{languages.CODES[0]}", _("Please choose at least one language."))
        return values

    def to_applicant(self, language: str) -> Applicant:
        values = self.cleaned_data
        levels = {code: values[f"spoken_{code}"] for code in languages.CODES if values[f"spoken_{code}"]}
        return Applicant(
            name=values["name"],
            email=values["email"],
            language=language,
            country=values["country"],
            language_levels=levels,
            cities=values["cities"],
            skills=values["skills"],
            free_times=values["free_times"],
            weekly_hours=values["weekly_hours"],
            contact=values["contact"],
            avoid=values["avoid"],
            form_id=values["form_id"],
        )
