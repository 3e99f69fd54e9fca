"""The first two pages: what happened, and a few questions that may all stay unanswered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.intake.forms.fields import UNKNOWN, DayField, StoryField, topic_choices
from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.workflow import Flag
from helpdesk.ui.forms import PlainForm
from knowledge.articles.models import Topic

DANGER_CHOICES = [
    ("no", pgettext_lazy("danger", "No")),
    ("yes", pgettext_lazy("danger", "Yes, I am in danger now")),
    (UNKNOWN, pgettext_lazy("danger", "I do not know")),
]
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
ABOUT_CHOICES = [
    (Flag.HOMELESS.value, _("We have nowhere to sleep tonight")),
    (Flag.DOMESTIC_VIOLENCE.value, _("Somebody at home hurts me or threatens me")),
    (Flag.UNACCOMPANIED_MINOR.value, _("I am under 18 and without my parents")),
    (Flag.PREGNANT_UNINSURED.value, _("I am pregnant and have no insurance")),
    (Flag.CHRONIC_ILLNESS.value, _("Somebody of us is ill and needs medicine")),
    (Flag.DISABILITY.value, _("Somebody of us has a disability")),
    (Flag.SINGLE_PARENT.value, _("I care for my children alone")),
]


class StoryForm(PlainForm):
    """What happened, and where."""

    story = StoryField(
        label=_("What happened, and what do you need?"),
        help_text=_(
            "Write as to a friend. No surname is needed. Leave out the names of people who are in Belarus."
        ),
    )
    country = forms.ChoiceField(
        label=_("Which country are you in?"), choices=COUNTRY_CHOICES, widget=forms.RadioSelect
    )
    city = forms.CharField(
        label=_("Which city or town?"),
        required=False,
        max_length=60,
        help_text=_("The nearest big city is enough."),
    )
    danger = forms.ChoiceField(
        label=_("Are you in danger right now?"),
        choices=DANGER_CHOICES,
        required=False,
        widget=forms.RadioSelect,
    )


class HelpsForm(PlainForm):
    """What it is about, and four questions; every answer may be left out."""

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
    about = forms.MultipleChoiceField(
        label=_("Is any of this true for you?"),
        choices=ABOUT_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It helps us to see who must not wait. You need not say."),
    )

    def __init__(self, *args: Any, groups: Iterable[tuple[Topic, list[Topic]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topic_choices(groups)  # type: ignore[attr-defined]
