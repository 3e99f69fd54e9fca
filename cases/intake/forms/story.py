"""The first page: what happened, where, and whether there is danger now."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.intake.forms.fields import UNKNOWN, StoryField
from cases.requests.models.choices import COUNTRY_CHOICES
from helpdesk.ui.forms import PlainForm

DANGER_CHOICES = [
    ("no", pgettext_lazy("danger", "No")),
    ("yes", pgettext_lazy("danger", "Yes, I am in danger now")),
    (UNKNOWN, pgettext_lazy("danger", "I do not know")),
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
