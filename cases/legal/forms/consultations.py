"""What is typed about consultations; shapes only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.legal.actions.consultations import Setting
from helpdesk.languages import CHOICES as LANGUAGE_CHOICES
from helpdesk.ui.forms import PlainForm

DATE = {"type": "date"}
TIME = {"type": "time"}
LINK_ERROR = _("A link begins with https:// and holds no name or password.")


class SecureLinkField(forms.CharField):
    """An address of the web, https only and without a user name in it."""

    def __init__(self, **kwargs: Any) -> None:
        check = URLValidator(schemes=["https"], message=LINK_ERROR)
        super().__init__(validators=[check, _without_user], **kwargs)


def _without_user(value: str) -> None:
    if "@" in urlsplit(value).netloc:
        raise forms.ValidationError(LINK_ERROR)


class MomentForm(PlainForm):
    """A day and a time on it."""

    on_date = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    at_time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"))

    def starts_at(self) -> datetime:
        """The moment in the office's own time zone."""
        day, clock = self.cleaned_data["on_date"], self.cleaned_data["at_time"]
        return timezone.make_aware(datetime.combine(day, clock))


class MeetingForm(MomentForm):
    """A consultation: day, time, place or link, languages, interpreter, seats."""

    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("Shown only to those who are invited."),
    )
    link = SecureLinkField(
        label=_("Link, if it is online"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        help_text=_("Each sees it on her own page, once she has a seat. It is never sent by e-mail."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=LANGUAGE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    has_interpreter = forms.BooleanField(label=_("An interpreter will be there"), required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=200, initial=12)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("place") and not values.get("link") and "link" not in self.errors:
            self.add_error("place", _("Say where it is: a place, or a link."))
        return values

    def where(self) -> Setting:
        """Place or link, languages and interpreter."""
        values = self.cleaned_data
        return Setting(values["place"], values["link"], values["languages"], values["has_interpreter"])


class MinutesForm(PlainForm):
    """What a meeting cost all staff together."""

    minutes = forms.IntegerField(min_value=1, max_value=5000)


class AnswerForm(PlainForm):
    """The answer of somebody who called instead of clicking."""

    accept = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    seats = forms.IntegerField(min_value=1, max_value=12, required=False)
    needs_interpreter = forms.BooleanField(required=False)


class PeriodForm(PlainForm):
    """From which day to which; without an answer, from the first day of the year."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day cannot lie before the first."))
        return values

    @staticmethod
    def this_year() -> tuple[date, date]:
        today = timezone.localdate()
        return today.replace(month=1, day=1), today
