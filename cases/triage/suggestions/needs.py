"""What the rules of need mean, in the reader's language: never a word of the message, only of the rule."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.triage.rules.judge import EXAMPLES, SURE_EXAMPLES
from cases.triage.rules.lexicon import parse
from cases.triage.suggestions.reasons import GROUNDS, SIDES, STAGES
from helpdesk.text.analyzer import concept_name
from helpdesk.text.concepts import glossary

MOST = 4
HELD_AGAINST = ("!", "~")  # what a rule asks to be absent is no reason

MEANINGS: tuple[tuple[str, str | Promise], ...] = (
    ("violence violence-now", gettext_lazy("violence")),
    ("domestic-words", gettext_lazy("violence at home")),
    ("sexual", gettext_lazy("sexual violence")),
    ("threat kill-threat", gettext_lazy("a threat")),
    ("weapon", gettext_lazy("a weapon")),
    ("attack", gettext_lazy("an attack")),
    ("hate", gettext_lazy("hate")),
    ("fear", gettext_lazy("fear")),
    ("partner-or-kin husband ex relative", gettext_lazy("a partner or relative")),
    ("husband-gone left-husband", gettext_lazy("the partner is not there")),
    ("torture", gettext_lazy("torture")),
    ("prison-word", gettext_lazy("prison")),
    ("police-by here-police", gettext_lazy("the police")),
    ("detained", gettext_lazy("somebody is held")),
    ("suicide", gettext_lazy("thoughts of death")),
    ("homeless-now thrown-out thrown-out-now", gettext_lazy("no place to live")),
    ("nowhere night-outside", gettext_lazy("nowhere to sleep")),
    ("today-word tonight", gettext_lazy("today or tonight")),
    ("just-now", gettext_lazy("it has just happened")),
    ("days-word", gettext_lazy("only a few days")),
    ("must-leave return-order", gettext_lazy("an order to leave the country")),
    ("life-danger", gettext_lazy("danger to life")),
    ("child-danger child-abduct", gettext_lazy("a child in danger")),
    ("trafficking", gettext_lazy("human trafficking")),
    ("ran-away", gettext_lazy("somebody ran away")),
    ("minor-age teen-alone", gettext_lazy("under eighteen")),
    ("alone-here", gettext_lazy("alone here")),
    ("custody guardian-words paternity", gettext_lazy("who cares for a child")),
    ("child child-school-age me-with-kids", gettext_lazy("a child")),
    ("newborn", gettext_lazy("a baby")),
    ("pregnant pregnant-now late-months miscarriage", gettext_lazy("pregnancy")),
    ("uninsured", gettext_lazy("no insurance")),
    ("insurance", gettext_lazy("insurance")),
    ("doctor", gettext_lazy("a doctor")),
    ("bill", gettext_lazy("a bill")),
    ("medicine insulin-word life-treatment", gettext_lazy("a medicine or treatment")),
    ("runs-out", gettext_lazy("something runs out")),
    ("chronic", gettext_lazy("a long illness")),
    ("disability-word benefit-disability", gettext_lazy("a disability")),
    ("single-parent single-parent-plain", gettext_lazy("one parent alone")),
    ("old-age age-old", gettext_lazy("old age")),
    ("no-work-yet not-yet-work work-permission", gettext_lazy("may not work yet")),
    ("asylum-allowance tzct camp", gettext_lazy("international protection")),
    ("wait-decision", gettext_lazy("waits for a decision")),
    ("out-of-school not-enrolled school-place mid-year", gettext_lazy("no place at a school")),
    ("money-none food", gettext_lazy("no money")),
    ("not-heat", gettext_lazy("no heating")),
    ("overstay border-crossed", gettext_lazy("a stay without papers")),
    ("scam", gettext_lazy("a fraud")),
    ("crime-victim", gettext_lazy("a crime")),
    ("accident-work", gettext_lazy("an accident at work")),
    ("death", gettext_lazy("a death")),
    ("kgb", gettext_lazy("the security service")),
    ("withhold-passport", gettext_lazy("a passport is kept back")),
    ("urgent-loss", gettext_lazy("a loss that cannot wait")),
    ("future", gettext_lazy("plans for later")),
    ("volunteer-offer", gettext_lazy("an offer to help")),
    ("event", gettext_lazy("an event")),
    ("long-past", gettext_lazy("long ago")),
    ("thanks-only", gettext_lazy("thanks")),
    ("lang-course", gettext_lazy("a language course")),
)
NEEDS: dict[str, str | Promise] = {
    **STAGES,
    **GROUNDS,
    **SIDES,
    **{cue: words for cues, words in MEANINGS for cue in cues.split()},
}


def meanings_of(rules: Iterable[str]) -> list[str]:
    """What the rules that spoke were looking for, each meaning once; of the examples that there are many."""
    said: list[str] = []
    for rule in rules:
        if rule in {EXAMPLES, SURE_EXAMPLES}:
            said.append(_("many similar messages"))
        else:
            said += [_meaning(part.cue) for part in parse(rule) if part.tie not in HELD_AGAINST]
    return list(dict.fromkeys(words for words in said if words))[:MOST]


def _meaning(cue: str) -> str:
    """The words of a cue, or the glossary's for a concept; nothing for a cue that tells nothing by itself."""
    if not cue.startswith("#"):
        return str(NEEDS.get(cue, ""))
    concept, language = cue[1:], (get_language() or "en").split("-")[0]
    return concept_name(concept, language) if concept in glossary().names else ""
