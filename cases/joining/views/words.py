"""How the coordinator's pages say a state or a gap: whole sentences, each language in its own form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from cases.joining.queries import Coverage
from cases.joining.rules import Gap
from cases.volunteering.models import KIND_CHOICES
from helpdesk.languages import BY_CODE

STATE_LABELS = {
    "active": pgettext_lazy("volunteers", "active"),
    "resting": pgettext_lazy("volunteers", "resting"),
    "over": pgettext_lazy("volunteers", "over the cap"),
    "unvetted": pgettext_lazy("volunteers", "not vetted"),
    "idle": pgettext_lazy("volunteers", "idle for 30 days"),
}
# Together with "In Kaunas": "nobody speaks Lithuanian".
NOBODY_SPEAKS = {
    "be": _("nobody speaks Belarusian"),
    "ru": _("nobody speaks Russian"),
    "pl": _("nobody speaks Polish"),
    "lt": _("nobody speaks Lithuanian"),
    "en": _("nobody speaks English"),
}
WHEN = {
    "": pgettext_lazy("when", "at any time"),
    "weekday": pgettext_lazy("when", "on weekdays in the daytime"),
    "evening": pgettext_lazy("when", "on weekday evenings"),
    "weekend": pgettext_lazy("when", "at the weekend"),
}
MOST_SENTENCES = 8


def sentences(coverage: Coverage) -> list[str]:
    """What nobody covers, the most wanted first."""
    kinds = {code: str(label) for code, label in KIND_CHOICES}
    spoken = [_sentence(gap, str(NOBODY_SPEAKS[gap.demand.what])) for gap in coverage.missing]
    done = [
        _sentence(gap, str(_("nobody offers “%(kind)s”") % {"kind": kinds[gap.demand.what]}))
        for gap in coverage.missing_skills
    ]
    return spoken[:MOST_SENTENCES] + done[:MOST_SENTENCES]


def _sentence(gap: Gap, nobody: str) -> str:
    values = {
        "city": gap.demand.city,
        "nobody": nobody,
        "when": WHEN[gap.demand.time],
        "count": gap.demand.tasks,
    }
    return (
        ngettext(
            "%(city)s: %(nobody)s %(when)s. Asked for in two months: %(count)d task.",
            "%(city)s: %(nobody)s %(when)s. Asked for in two months: %(count)d tasks.",
            gap.demand.tasks,
        )
        % values
    )


def table_lines(gaps: list[Gap], *, spoken: bool) -> list[dict[str, object]]:
    """The lines of one table with their words."""
    names = {code: language.own_name for code, language in BY_CODE.items()} if spoken else dict(KIND_CHOICES)
    return [{"gap": gap, "what": names[gap.demand.what], "when": WHEN[gap.demand.time]} for gap in gaps]
