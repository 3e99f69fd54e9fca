"""The parts of a suggestion as the page shows them, each with its reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.requests.models import HelpRequest
from cases.requests.models.choices import FLAG_CHOICES, URGENCY_CHOICES
from cases.requests.workflow import Urgency
from cases.triage.models import Suggestion
from cases.triage.rules.need import NEAR
from cases.triage.suggestions import concept_names, meanings_of
from helpdesk.ui.dates import day

RANK = {urgency.value: place for place, urgency in enumerate(Urgency)}
FLAG_WORDS = dict(FLAG_CHOICES)
URGENCY_WORDS = dict(URGENCY_CHOICES)


@dataclass(frozen=True)
class Part:
    """One part of a suggestion beside what stands on the request."""

    code: str
    label: str | Promise
    value: str
    why: str
    is_taken: bool


def suggestion_of(help_request: HelpRequest) -> Suggestion | None:
    """The suggestion, if the worker has made one."""
    return getattr(help_request, "suggestion", None)


def is_new_problem(help_request: HelpRequest) -> bool:
    """What the judge said when it read the story: none of the known groups."""
    found = suggestion_of(help_request)
    return found is not None and bool(found.is_new)


def parts_of(help_request: HelpRequest) -> list[Part]:
    """What the program suggests for a request, part by part, with reasons; empty parts are left out.

    It never suggests less urgency than stands there: that is for a person to say.
    """
    found = suggestion_of(help_request)
    if found is None:
        return []
    parts = []
    if found.topic is not None:
        taken = help_request.topic_id == found.topic_id
        parts.append(Part("topic", gettext_lazy("Topic"), str(found.topic), why_topic(found), taken))
    if found.urgency and RANK[found.urgency] <= RANK[help_request.urgency]:
        word, taken = str(URGENCY_WORDS[found.urgency]), help_request.urgency == found.urgency
        why = why_urgency(found, timezone.localdate(help_request.received_at))
        parts.append(Part("urgency", gettext_lazy("Urgency"), word, why, taken))
    if found.flags:
        words = ", ".join(str(FLAG_WORDS.get(flag, flag)) for flag in found.flags)
        taken = set(found.flags) <= set(help_request.flags)
        parts.append(Part("flags", gettext_lazy("Flags"), words, why_flags(found), taken))
    if found.deadline_on:
        taken, why = help_request.deadline_on == found.deadline_on, why_deadline(found.deadline_on)
        parts.append(Part("deadline", gettext_lazy("Deadline"), day(found.deadline_on), why, taken))
    return parts


def why_topic(suggestion: Suggestion) -> str:
    """The concepts of the story that speak for the topic."""
    return _speaks_for(concept_names(suggestion.reasons.get("topic", [])))


def why_flags(suggestion: Suggestion) -> str:
    """For each flag what its rules were looking for."""
    raised = suggestion.reasons.get("flags", {})
    meant = [(flag, _beside(flag, meanings_of(raised.get(flag, [])))) for flag in suggestion.flags]
    if len(meant) == 1:
        return _speaks_for(meant[0][1])
    return "; ".join(f"{FLAG_WORDS.get(flag, flag)}: {', '.join(words)}" for flag, words in meant if words)


def _beside(flag: str, words: list[str]) -> list[str]:
    """Without what the flag's own name says, unless nothing else is there."""
    return [word for word in words if word != str(FLAG_WORDS.get(flag, flag))] or words


def why_urgency(suggestion: Suggestion, received_on: date) -> str:
    """The rules of need, and the deadline where it was near when the message came."""
    said = meanings_of(suggestion.reasons.get("urgency", []))
    due = suggestion.deadline_on
    if due is not None and (due - received_on).days <= NEAR:
        said.append(_until(due))
    elif not said:
        return _("it waits for nothing: no danger and no near deadline is named")
    return _speaks_for(said)


def why_deadline(due: date) -> str:
    """A last day is only ever counted from what the text names."""
    left = (due - timezone.localdate()).days
    counted = _("counted from a term or a day that is named")
    if left < 0:
        return f"{counted}; {_('it has passed')}"
    if left == 0:
        return f"{counted}; {_('it is today')}"
    return f"{counted}; " + ngettext("%(days)s day is left", "%(days)s days are left", left) % {"days": left}


def _until(due: date) -> str:
    left = (due - timezone.localdate()).days
    if left < 0:
        return _("a deadline that has passed")
    if left == 0:
        return _("a deadline today")
    return ngettext("a deadline in %(days)s day", "a deadline in %(days)s days", left) % {"days": left}


def _speaks_for(words: list[str]) -> str:
    return _("what speaks for it: %(words)s") % {"words": ", ".join(words)} if words else ""
