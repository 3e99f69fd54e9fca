"""What the style guide shows: invented content in every state, for development only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.ui.charts import Chart
from helpdesk.ui.forms import PlainForm

WRONG = {"story": "", "place": "moon", "city": "Šiauliai", "language": "warsaw"}
PLACES = (("warsaw", "Warszawa"), ("vilnius", "Vilnius"), ("unknown", _("I don't know")))


class SampleForm(PlainForm):
    """One field of each kind."""

    story = forms.CharField(
        label=_("What happened?"),
        help_text=_("Write as to a friend. No surname is needed."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20000,
    )
    city = forms.CharField(label=_("City"), required=False)
    place = forms.ChoiceField(label=_("Where are you now?"), choices=PLACES, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=PLACES)
    searched = forms.BooleanField(
        label=_("My device may be searched"),
        required=False,
        help_text=_("Then we do not show your own words when you come back."),
    )


def charts() -> dict[str, Chart]:
    weeks = [str(number) for number in range(35, 47)]
    return {
        "bars": Chart(
            title=str(_("Open requests by topic")),
            labels=["Легалізацыя", "Праца", "Медыцынскае страхаванне", "Дзеці і школа", "Жыллё"],
            series=[(str(_("open")), [42, 18, 11, 9, 3]), (str(_("overdue")), [7, 2, 0, 1, 0])],
        ),
        "lines": Chart(
            title=str(_("Requests in the last 12 weeks")),
            labels=weeks,
            series={
                str(_("new")): [88, 94, 102, 97, 110, 121, 99, 104, 131, 118, 109, 126],
                str(_("answered")): [80, 90, 96, 99, 101, 108, 104, 100, 112, 119, 115, 111],
            },
        ),
        "no_chart": Chart(title=str(_("Hours given by volunteers")), labels=[], series=[]),
    }


def context() -> dict[str, Any]:
    now = timezone.now()
    return {
        "form": SampleForm(initial={"city": "Białystok"}),
        "wrong_form": SampleForm(
            {"story": "", "place": "moon", "city": "Šiauliai", "language": "warsaw"}, prefix="wrong"
        ),
        "now": now - dt.timedelta(hours=2, minutes=7),
        "long_ago": now - dt.timedelta(days=400),
        "tones": ["info", "ok", "warn", "danger"],
        "badge_tones": ["plain", "info", "ok", "warn", "danger"],
        "kinds": ["primary", "secondary", "quiet", "danger"],
        "urgencies": [
            ("emergency", _("danger now")),
            ("high", _("urgent")),
            ("normal", _("normal")),
            ("low", _("can wait")),
        ],
        "digit_groups": ["4821", "0937", "6610", "2754", "8839"],
        "timeline_items": [
            {"title": _("A person read this"), "icon": "eye", "tone": "info", "who": "Alena"},
            {
                "title": _("There is an answer"),
                "icon": "message-square",
                "tone": "ok",
                "text": "Падайце заяву да заканчэння візы.\nВазьміце з сабой дзве копіі.",
            },
            {"title": _("The date to look again was missed"), "icon": "clock-alert", "tone": "warn"},
        ],
        **charts(),
    }
