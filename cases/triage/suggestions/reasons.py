"""Why requests belong together, in the reader's language: stage, ground, the other side, concepts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.requests.models.choices import COUNTRY_CHOICES
from cases.triage.rules.features import CUE
from helpdesk.text.analyzer import concept_name
from helpdesk.text.concepts import glossary

MOST = 4
NAMES_PROCEDURE = 2  # of the concepts that say most
COUNTRY_WORDS = dict(COUNTRY_CHOICES)

STAGES: dict[str, str | Promise] = {
    "first": gettext_lazy("first application"),
    "renew": gettext_lazy("renewal"),
    "refused": gettext_lazy("refusal"),
    "appeal": gettext_lazy("appeal"),
    "missing-call": gettext_lazy("a call for missing papers"),
    "waiting-long": gettext_lazy("a long wait"),
    "expired": gettext_lazy("a paper has expired"),
    "expiring": gettext_lazy("a paper expires soon"),
    "lost": gettext_lazy("a paper is lost"),
    "revoked": gettext_lazy("something was withdrawn"),
    "blocked": gettext_lazy("something is blocked"),
    "not-paid": gettext_lazy("money was not paid"),
    "not-returned": gettext_lazy("money was not given back"),
    "debt": gettext_lazy("a debt"),
    "fired": gettext_lazy("a job is lost"),
    "evict": gettext_lazy("a home is lost"),
}
GROUNDS: dict[str, str | Promise] = {
    "by-work": gettext_lazy("work"),
    "by-study": gettext_lazy("study"),
    "by-family": gettext_lazy("joining the family"),
    "by-marriage": gettext_lazy("marriage"),
    "by-business": gettext_lazy("an own business"),
    "by-roots": gettext_lazy("origin"),
    "humanitarian": gettext_lazy("humanitarian grounds"),
    "asylum": gettext_lazy("international protection"),
    "subsidiary": gettext_lazy("subsidiary protection"),
    "poles-card": gettext_lazy("the Pole's Card"),
    "permanent": gettext_lazy("permanent residence"),
}
SIDES: dict[str, str | Promise] = {
    "employer": gettext_lazy("the employer"),
    "landlord": gettext_lazy("the landlord"),
    "bank": gettext_lazy("a bank"),
    "consulate": gettext_lazy("the consulate"),
    "court": gettext_lazy("a court"),
    "police": gettext_lazy("the police"),
    "border-guard": gettext_lazy("the border guard"),
    "zus": gettext_lazy("the social insurance office"),
    "school": gettext_lazy("a school"),
    "kindergarten": gettext_lazy("a kindergarten"),
    "hospital": gettext_lazy("a hospital"),
}


def words_of(table: dict[str, str | Promise], traits: Collection[str]) -> list[str]:
    """The words of a table whose cues stand among the traits."""
    return [str(label) for cue, label in table.items() if CUE + cue in traits]


def concept_names(traits: Sequence[str]) -> list[str]:
    """The glossary's words for the concepts among these traits, in the reader's language."""
    language = (get_language() or "en").split("-")[0]
    known = glossary().names
    return [concept_name(trait, language) for trait in traits if trait in known and not _is_land(trait)]


def _is_land(trait: str) -> bool:
    """All members of a group are asked about one country; its name tells nobody anything."""
    return trait.startswith("country-")


def reasons_of(shared: Sequence[str], country: str, *, same_topic: bool) -> list[str]:
    """Why two requests look like one problem; `shared` with what says most first.

    Requests of two countries are never compared, so the country is always the same and always named.
    """
    concepts = concept_names(shared)[:MOST]
    procedure = [*concepts[:NAMES_PROCEDURE], *words_of(GROUNDS, shared)]
    lines = [
        (_("same procedure: %(words)s"), list(dict.fromkeys(procedure))),
        (_("same stage: %(words)s"), words_of(STAGES, shared)),
        (_("same country: %(words)s"), [str(COUNTRY_WORDS[country])] if country in COUNTRY_WORDS else []),
        (_("both depend on: %(words)s"), words_of(SIDES, shared)),
        (_("both speak of: %(words)s"), concepts[NAMES_PROCEDURE:]),
    ]
    said = [_("same topic")] if same_topic else []
    return said + [line % {"words": ", ".join(words)} for line, words in lines if words]


def label_of(traits: Sequence[str]) -> str:
    """What a proposed group is about, made of concepts and its stage; never of anybody's words."""
    parts = [*concept_names(traits)[:3], *words_of(STAGES, traits)[:2], *words_of(GROUNDS, traits)[:1]]
    return ", ".join(dict.fromkeys(parts)) or _("requests that look alike")
