"""What a coordinator plans and what a shift says at its end; shapes only."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.duty.models import PLACE_CHOICES, OfficeHours
from cases.duty.queries import possible_shifters
from cases.duty.rules import hours_text, monday_of, parse_hours
from helpdesk.accounts.models import User
from helpdesk.ui.dates import weekday_names
from helpdesk.ui.forms import PlainForm

_CLOCK = {"type": "time", "step": "900"}


def clock_field(**kwargs: Any) -> forms.TimeField:
    """A time of day; without script a text like 09:00."""
    return forms.TimeField(
        widget=forms.TimeInput(format="%H:%M", attrs=_CLOCK),
        input_formats=["%H:%M", "%H.%M", "%H"],
        error_messages={"invalid": _("Please write the time as hours:minutes, for example 09:00.")},
        **kwargs,
    )


class WeekForm(PlainForm):
    """Which week is looked at; nonsense is this week."""

    week = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def day(self, today: date) -> date:
        """Some day of the week asked for, at most a year away."""
        self.is_valid()
        asked: date | None = self.cleaned_data.get("week")
        if asked is None or abs(asked - today) > timedelta(days=366):
            return today
        return asked


class ShiftForm(PlainForm):
    """One person on one or several days of a week."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), empty_label=None)
    days = forms.MultipleChoiceField(label=_("On which days"), widget=forms.CheckboxSelectMultiple)
    starts = clock_field(label=_("From"), initial=time(9))
    ends = clock_field(label=_("Until"), initial=time(17), help_text=_("An earlier time is on the next day."))
    place = forms.TypedChoiceField(label=_("As"), choices=PLACE_CHOICES, coerce=int, initial=0)

    def __init__(self, *args: Any, office_id: int, monday: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user, days = self.fields["user"], self.fields["days"]
        assert isinstance(user, forms.ModelChoiceField)
        assert isinstance(days, forms.MultipleChoiceField)
        user.queryset = possible_shifters(office_id)
        user.choices = [(person.pk, str(person)) for person in user.queryset]  # asked for once, shown twice
        names = weekday_names()
        week = [monday_of(monday) + timedelta(days=ahead) for ahead in range(7)]
        days.choices = [(day.isoformat(), f"{names[day.weekday()]} {day.day}") for day in week]

    def clean_days(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.cleaned_data["days"]]


class HoursForm(PlainForm):
    """When an office answers on each day of the week, and the number to ring."""

    phone = forms.CharField(
        label=_("The number that people ring"),
        required=False,
        max_length=40,
        help_text=_("It stands on public pages. With the country code."),
    )

    def __init__(self, *args: Any, hours: OfficeHours, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].initial = hours.phone
        for weekday in range(7):
            known = parse_hours(hours.days[weekday]) if len(hours.days) > weekday else None
            opens = known.opens if known else None
            closes = (known.closes or time(0)) if known else None
            self.fields[f"opens_{weekday}"] = clock_field(required=False, initial=opens, label=_("From"))
            self.fields[f"closes_{weekday}"] = clock_field(required=False, initial=closes, label=_("Until"))

    @property
    def week(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Name of the day and its two fields."""
        names = weekday_names()
        return [(names[day], self[f"opens_{day}"], self[f"closes_{day}"]) for day in range(7)]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for weekday in range(7):
            opens, closes = values.get(f"opens_{weekday}"), values.get(f"closes_{weekday}")
            if (opens is None) != (closes is None):
                self.add_error(f"closes_{weekday}", _("Please write both times, or none."))
            elif opens is not None and parse_hours(hours_text(opens, closes)) is None:
                self.add_error(f"closes_{weekday}", _("This time must be later than the first one."))
        return values

    def days(self) -> list[str]:
        """Seven texts from Monday on."""
        values = self.cleaned_data
        return [hours_text(values[f"opens_{day}"], values[f"closes_{day}"]) for day in range(7)]


class RemarkForm(PlainForm):
    """A free word to the next shift."""

    remark = forms.CharField(
        label=_("What the next one should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Sealed. Only the next one on duty and coordinators read it. Write no surname."),
    )
