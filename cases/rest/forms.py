"""What is typed about rest: two questions, and a colleague's limits."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.ui.forms import PlainForm


class CheckInForm(PlainForm):
    """How the week was."""

    heavy = forms.TypedChoiceField(
        label=_("How heavy was this week?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (1, _("1: light")),
            (2, "2"),
            (3, _("3: in between")),
            (4, "4"),
            (5, _("5: too heavy")),
        ],
    )
    rested = forms.TypedChoiceField(
        label=_("Could you rest?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(1, _("1: not at all")), (2, "2"), (3, _("3: a little")), (4, "4"), (5, _("5: well"))],
    )


class LimitForm(PlainForm):
    """How much one colleague should carry at most."""

    most_weight = forms.IntegerField(
        label=_("Most weight of open requests"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Empty: no limit."),
    )
    most_hours = forms.IntegerField(label=_("Most hours a week"), min_value=1, max_value=60)
