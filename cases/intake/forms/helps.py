"""The second page: what it is about, the questions of that topic, dates, the household; all optional."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.intake.forms.fields import UNKNOWN, DayField, topic_choices
from cases.intake.forms.questions import PREFIX, question_field
from cases.intake.steps import NO, YES, Kind, questions_for
from cases.requests.workflow import Flag
from helpdesk.ui.forms import PlainForm
from knowledge.articles.models import Topic

ADULT_CHOICES = [
    (UNKNOWN, _("I do not want to say")),
    *((str(number), str(number)) for number in range(1, 7)),
]
CHILD_BANDS = ("0-2", "3-6", "7-15", "16-17")
CHILD_CHOICES = [
    ("0-2", _("0 to 2 years")),
    ("3-6", _("3 to 6 years")),
    ("7-15", _("7 to 15 years")),
    ("16-17", _("16 or 17 years")),
]
PLACE_CHOICES = [
    (YES, pgettext_lazy("school place", "Yes")),
    (NO, pgettext_lazy("school place", "No")),
    (UNKNOWN, pgettext_lazy("school place", "I do not know")),
]
ABOUT_CHOICES = [
    (Flag.HOMELESS.value, _("We have nowhere to sleep tonight")),
    (Flag.DOMESTIC_VIOLENCE.value, _("Somebody at home hurts me or threatens me")),
    (Flag.UNACCOMPANIED_MINOR.value, _("I am under 18 and without my parents")),
    (Flag.PREGNANT_UNINSURED.value, _("I am pregnant and have no insurance")),
    (Flag.CHRONIC_ILLNESS.value, _("Somebody of us is ill and needs medicine")),
    (Flag.DISABILITY.value, _("Somebody of us has a disability")),
    (Flag.SINGLE_PARENT.value, _("I care for my children alone")),
]
Groups = Iterable[tuple[Topic, list[Topic]]]


@dataclass(frozen=True)
class Fold:
    """A group of optional questions under one heading."""

    title: str | Promise
    hint: str  # the question for whose sake somebody opens it
    fields: list[forms.BoundField]
    is_open: bool


def _is_answered(field: forms.BoundField) -> bool:
    return bool(field.errors) or field.value() not in (None, "", [], UNKNOWN)


class HelpsForm(PlainForm):
    """`topic` chosen or suggested decides which questions stand here, `country` too."""

    asked_for = forms.CharField(required=False, widget=forms.HiddenInput)
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        required=False,
        error_messages={"invalid_choice": _("We do not know this topic. Please choose one from the list.")},
    )
    deadline_on = DayField(
        label=_("Is there a date by which something must be done?"),
        required=False,
        help_text=_(
            "For example the last day of your right to stay, or of an appeal. "
            "Leave it empty if you do not know."
        ),
    )
    adults = forms.ChoiceField(
        label=_("How many adults live with you, you included?"), choices=ADULT_CHOICES, required=False
    )
    child_bands = forms.MultipleChoiceField(
        label=_("Which ages are your children?"),
        choices=CHILD_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs_school_place = forms.ChoiceField(
        label=_("Does a child need a place in a school or kindergarten?"),
        choices=PLACE_CHOICES,
        required=False,
        widget=forms.RadioSelect,
    )
    about = forms.MultipleChoiceField(
        label=_("Is any of this true for you?"),
        choices=ABOUT_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It helps us to see who must not wait. You need not say."),
    )

    def __init__(self, *args: Any, groups: Groups, topic: str, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topic_choices(groups)  # type: ignore[attr-defined]
        self.questions = questions_for(topic, country)
        for question in self.questions:
            field = question_field(question)
            self._prepare(field)
            self.fields[PREFIX + question.code] = field

    def of_topic(self) -> list[forms.BoundField]:
        """The questions that only this topic has."""
        return [self[PREFIX + question.code] for question in self.questions if question.topics]

    def of_dates(self) -> list[forms.BoundField]:
        return [self[PREFIX + "expires"], self["deadline_on"]]

    def of_people(self) -> list[forms.BoundField]:
        names = ("adults", "child_bands", "needs_school_place", PREFIX + "tongues")
        return [self[name] for name in names]

    def folds(self) -> list[Fold]:
        """Groups that stay shut until she wants them; what she answered, or got wrong, is never shut away."""
        dates, people = self.of_dates(), self.of_people()
        return [
            Fold(_("Dates"), str(self["deadline_on"].label), dates, any(map(_is_answered, dates))),
            Fold(_("You and your family"), str(people[0].label), people, any(map(_is_answered, people))),
        ]

    def to_answers(self) -> dict[str, Any]:
        """Answers by question, dates as ISO text, as the draft keeps them."""
        found = {}
        for question in self.questions:
            value = self.cleaned_data.get(PREFIX + question.code)
            found[question.code] = value.isoformat() if isinstance(value, date) else value
        return found

    def to_household(self) -> dict[str, Any]:
        names = ("topic", "deadline_on", "adults", "child_bands", "needs_school_place", "about")
        return {name: self.cleaned_data[name] for name in names}

    def free_texts(self) -> dict[str, str]:
        """Own words in the answers, by field name: they are looked through like the story."""
        names = [PREFIX + question.code for question in self.questions if question.kind is Kind.TEXT]
        return {name: self.cleaned_data.get(name) or "" for name in names}
