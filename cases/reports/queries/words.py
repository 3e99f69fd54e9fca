"""What cells and sums are called, in the language of the report."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.funding.models import MEASURE_CHOICES
from cases.referrals.models import AIM_CHOICES, WHY_NOT_CHOICES
from cases.reports.rules import Dim, Marks
from cases.requests.models.choices import (
    CHANNEL_CHOICES,
    COUNTRY_CHOICES,
    FLAG_CHOICES,
    HEARD_CHOICES,
    OUTCOME_CHOICES,
)
from cases.requests.queries import topic_names
from cases.volunteering.models.choices import KIND_CHOICES

Words = str | Promise
DIM_CHOICES: list[tuple[str, Words]] = [
    (Dim.TOPIC.value, pgettext_lazy("dimension", "topic")),
    (Dim.COUNTRY.value, pgettext_lazy("dimension", "country")),
    (Dim.CHANNEL.value, pgettext_lazy("dimension", "way in")),
    (Dim.SOURCE.value, pgettext_lazy("dimension", "how people heard of us")),
    (Dim.OUTCOME.value, pgettext_lazy("dimension", "outcome")),
    (Dim.BAND.value, pgettext_lazy("dimension", "time to the end")),
]
LIST_TITLES: dict[str, Words] = {
    Dim.TOPIC.value: _("Requests by topic"),
    Dim.COUNTRY.value: _("Requests by country"),
    Dim.CHANNEL.value: _("Requests by way in"),
    Dim.SOURCE.value: _("How people heard of us"),
    Dim.OUTCOME.value: _("Outcomes"),
    Dim.BAND.value: _("Time to the end"),
    Marks.FLAG.value: _("What makes situations hard (screening)"),
    Marks.UNMET.value: _("Help we could not give, by reason"),
    Marks.REFERRAL.value: _("Referrals by pathway"),
    Marks.RATING.value: _("What people say about our help"),
}
BAND_CHOICES: list[tuple[str, Words]] = [
    ("0-3", _("within 3 days")),
    ("4-14", _("4 to 14 days")),
    ("15-60", _("15 to 60 days")),
    ("61+", _("more than 60 days")),
    ("open", pgettext_lazy("outcome", "still open")),
]
UNMET_CHOICES: list[tuple[str, Words]] = [
    ("waiting_list", _("on the waiting list now, because the topic is paused")),
    ("no_seat", _("no seat at the consultation")),
    ("not_possible", pgettext_lazy("outcome", "not possible to help")),
]
NOT_SAID: tuple[str, Words] = ("", pgettext_lazy("figures", "not said"))
MEASURES: dict[str, Words] = dict(MEASURE_CHOICES)
KINDS: dict[str, Words] = dict(KIND_CHOICES)
FIXED: dict[str, Sequence[tuple[str, Words]]] = {
    Dim.COUNTRY.value: COUNTRY_CHOICES,
    Dim.CHANNEL.value: CHANNEL_CHOICES,
    Dim.SOURCE.value: [*HEARD_CHOICES, NOT_SAID],
    Dim.OUTCOME.value: [*OUTCOME_CHOICES, ("open", pgettext_lazy("outcome", "still open"))],
    Dim.BAND.value: BAND_CHOICES,
    Marks.FLAG.value: FLAG_CHOICES,
    Marks.UNMET.value: UNMET_CHOICES,
    Marks.REFERRAL.value: AIM_CHOICES,
}


def values_of(dim: Dim | Marks) -> list[tuple[str, str]]:
    """Every value a cell of this can have, whether anybody is in it or not: an empty line tells nothing."""
    if dim is Dim.TOPIC:
        roots = [(str(topic.pk), topic.name) for topic in topic_names() if topic.parent_id is None]
        return [*roots, ("0", str(pgettext_lazy("figures", "not said")))]
    if dim is Marks.RATING:
        five = ((stars, ngettext("%(count)d star", "%(count)d stars", stars)) for stars in range(5, 0, -1))
        return [(str(stars), words % {"count": stars}) for stars, words in five]
    found = [(code, str(words)) for code, words in FIXED[dim.value]]
    if dim is Marks.UNMET:
        said_no = gettext("a partner said no: %(why)s")
        found += [(f"declined_{code}", said_no % {"why": words}) for code, words in WHY_NOT_CHOICES]
    return found
