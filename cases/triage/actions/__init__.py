"""Triage's verbs: give to somebody, decide, take a suggestion, and keep what the worker suggests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.duty.actions import acknowledge_by_opening, raise_danger
from cases.requests.actions import change_status, locked, note_event
from cases.requests.actions.seen import check_seen
from cases.requests.models import Event, HelpRequest
from cases.requests.permissions import can_read_story, can_triage
from cases.requests.queries import taker
from cases.requests.workflow import Flag, Status, Urgency
from cases.rest.actions import keep_to_limits
from cases.triage.models import GroupProposal, Lesson, Suggestion
from cases.triage.permissions import can_assign, can_dismiss, can_give_back, can_work_on
from cases.triage.queries.parts import RANK
from cases.triage.rules.regroup import Regrouping
from cases.triage.suggestions import Found
from helpdesk.accounts.actors import SYSTEM, System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from knowledge.articles.models import Topic

MOST_TRAITS = 12
DISMISSED_SHARE = 0.6


@dataclass(frozen=True)
class Decision:
    """What a person decided about a request; None leaves a field as it is."""

    topic: Topic | None = None
    urgency: Urgency | None = None
    flags: Sequence[str] | None = None
    deadline_on: date | None = None
    clears_deadline: bool = False


@action
def assign(
    *, help_request: HelpRequest, to: User | None, by: User, why: str = "", seen: int | None = None
) -> User | None:
    """Says who works on a request, or nobody; gives back who did before, for undo.

    `seen` as in `decide`: nobody takes a request from a colleague on a page that does not show her yet.
    Raises OverLimit when it is more than her limit; `why` (see WhyOver) gives it to her still.
    """
    if not can_assign(by, help_request) and not (to is None and can_give_back(by, help_request)):
        raise Refused
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        raise NotNow(_("This request is closed. Open it again first."))
    if to is not None and not can_work_on(to, fresh):
        raise NotNow(_("This person cannot answer requests of this office. Choose somebody else."))
    before = fresh.assigned_to
    if before != to:
        check_seen(fresh, seen)
        if to is not None and to != by:
            to = taker(to, by=by, may=lambda person: can_work_on(person, fresh))
        if to is not None:
            keep_to_limits(help_requests=[fresh], to=to, by=by, why=why)
        fresh.assigned_to = to
        _save(fresh, ["assigned_to"])
        note_event(help_request=fresh, kind="assigned" if to else "unassigned", by=by)
        record("request.assign", fresh, by=by, fields=["assigned_to"])
    help_request.assigned_to, help_request.version = to, fresh.version
    return before


@action
def decide(
    *, help_request: HelpRequest, decision: Decision, by: User, seen: int | None = None
) -> HelpRequest:
    """Topic, urgency, flags and deadline as a person decided; a new request is then in work.

    `seen` is the version that she had before her eyes: NotNow when somebody else decided meanwhile.
    """
    if not can_triage(by, help_request):
        raise Refused
    fresh = locked(help_request)
    _refuse_late(fresh, seen)
    changed = _apply(fresh, decision)
    if changed:
        _save(fresh, changed)
    if decision.flags is not None:
        learn_flags(fresh)
    if fresh.status == Status.NEW.value:
        change_status(help_request=fresh, to=Status.TRIAGED, by=by, kind="triaged")
    elif changed:
        note_event(help_request=fresh, kind="triaged", by=by)
    record("request.update_triage", fresh, by=by, fields=changed)
    if "urgency" in changed:
        _ring_or_calm(fresh, by=by)
    return fresh


def _ring_or_calm(help_request: HelpRequest, *, by: User) -> None:
    """A person made it an emergency: those on duty hear of it. She says it is none: nobody else is woken."""
    if help_request.urgency == Urgency.EMERGENCY.value:
        raise_danger(help_request=help_request, by=by)
    else:
        acknowledge_by_opening(help_request=help_request, by=by)


@action
def accept(*, help_request: HelpRequest, part: str, by: User, seen: int | None = None) -> HelpRequest:
    """Takes a part of the suggestion: topic, urgency, flags, deadline, or "all"; never lowers the urgency."""
    suggestion = Suggestion.objects.select_related("topic").filter(pk=help_request.pk).first()
    if suggestion is None:
        raise NotNow(_("There is no suggestion for this request yet."))
    wanted = {"topic", "urgency", "flags", "deadline"} if part == "all" else {part}
    urgency = Urgency(suggestion.urgency) if suggestion.urgency else None
    if urgency is not None and RANK[urgency.value] > RANK[help_request.urgency]:
        urgency = None
    decision = Decision(
        topic=suggestion.topic if "topic" in wanted else None,
        urgency=urgency if "urgency" in wanted else None,
        flags=sorted({*help_request.flags, *suggestion.flags}) if "flags" in wanted else None,
        deadline_on=suggestion.deadline_on if "deadline" in wanted else None,
    )
    return decide(help_request=help_request, decision=decision, by=by, seen=seen)


def _refuse_late(help_request: HelpRequest, seen: int | None) -> None:
    check_seen(help_request, seen)
    if help_request.status == Status.CLOSED.value:
        raise NotNow(_("This request is closed. Open it again first."))


def _apply(help_request: HelpRequest, decision: Decision) -> list[str]:
    wanted: dict[str, object] = {}
    if decision.topic is not None:
        wanted["topic"] = decision.topic
    if decision.urgency is not None:
        wanted["urgency"] = decision.urgency.value
    if decision.flags is not None:
        wanted["flags"] = sorted(Flag(flag).value for flag in decision.flags)
        wanted["flags_suggested"] = False
    if decision.deadline_on is not None or decision.clears_deadline:
        wanted["deadline_on"] = decision.deadline_on
    changed = [name for name, value in wanted.items() if getattr(help_request, name) != value]
    for name in changed:
        setattr(help_request, name, wanted[name])
    return changed


def learn_flags(help_request: HelpRequest, sign: int = 1) -> None:
    """Counts for each rule that raised a flag whether a person agreed: the next suggestion asks it.

    With sign -1 the lesson of the last decision is taken back.
    """
    suggestion = Suggestion.objects.filter(pk=help_request.pk).only("reasons").first()
    raised = suggestion.reasons.get("flags", {}) if suggestion else {}
    for flag, rules in raised.items():
        for rule in rules:
            lesson, _made = Lesson.objects.get_or_create(name=f"{flag}: {rule}"[:200])
            if flag in help_request.flags:
                lesson.right += sign
            else:
                lesson.wrong += sign
            lesson.save()


def _save(help_request: HelpRequest, fields: Iterable[str]) -> None:
    help_request.version += 1
    help_request.save(update_fields=[*fields, "version"])


@action
def note_first_reading(*, help_request: HelpRequest, by: User) -> None:
    """The client sees "a person read this"; the reading itself is logged by reveal()."""
    if not can_read_story(by, help_request):
        raise Refused
    if not Event.objects.filter(help_request=help_request, kind="read").exists():
        note_event(help_request=help_request, kind="read", by=by)


@action
def keep_suggestion(*, help_request: HelpRequest, found: Found, by: System = SYSTEM) -> Suggestion:
    """Writes what the worker found, over what it found before.

    Danger must stand first at once: while no person has decided, the urgency is raised (never lowered) and
    the deadline set on the request itself. Everything else stays a suggestion.
    """
    fresh = locked(help_request)
    suggestion = Suggestion(
        help_request=fresh, made_at=timezone.now().replace(minute=0, second=0, microsecond=0)
    )
    suggestion.topic, suggestion.urgency, suggestion.flags = (
        found.topic,
        found.urgency.value,
        list(found.flags),
    )
    suggestion.deadline_on, suggestion.concepts = found.deadline_on, list(found.concepts)
    suggestion.stem_marks, suggestion.reasons = list(found.stem_marks), found.reasons
    suggestion.nearest_id, suggestion.is_new = found.nearest_id, found.is_new
    suggestion.save(force_insert=not Suggestion.objects.filter(pk=fresh.pk).exists())
    suggestion.articles.set(found.articles)
    if fresh.status in {Status.NEW.value, Status.WAITING_LIST.value} and fresh.version == 0:
        _raise_need(fresh, found)
    record("suggestion.keep", fresh, by=by)
    return suggestion


def _raise_need(help_request: HelpRequest, found: Found) -> None:
    changed = []
    if help_request.flags_suggested != bool(found.flags):
        help_request.flags_suggested = bool(found.flags)
        changed.append("flags_suggested")
    if RANK[found.urgency.value] < RANK[help_request.urgency]:
        help_request.urgency = found.urgency.value
        changed.append("urgency")
    if found.deadline_on and help_request.deadline_on is None:
        help_request.deadline_on = found.deadline_on
        changed.append("deadline_on")
    if not changed:
        return
    help_request.save(update_fields=changed)
    if "urgency" in changed and found.urgency is Urgency.EMERGENCY:
        note_event(help_request=help_request, kind="danger", by=SYSTEM)
        if help_request.status == Status.WAITING_LIST.value:  # a pause never holds danger
            change_status(help_request=help_request, to=Status.NEW, by=SYSTEM, kind="off_waiting_list")
        raise_danger(help_request=help_request, by=SYSTEM)


@action
def propose_groups(*, office: Office, country: str, found: Regrouping, by: System = SYSTEM) -> int:
    """Writes the groups of a regrouping in place of the last ones; what a person dismissed stays away."""
    of_here = GroupProposal.objects.filter(office=office, country=country)
    refused = [set(old.members.values_list("pk", flat=True)) for old in of_here.exclude(dismissed_at=None)]
    of_here.shown().delete()
    made: dict[int, GroupProposal] = {}
    for place, group in enumerate(found.groups):
        keys = set(group)
        if len(keys) < 2 or any(_same(keys, old) for old in refused):
            continue
        common = [
            (trait, count) for trait, count in found.traits[place].most_common() if 2 * count > len(keys)
        ]
        proposal = GroupProposal(
            office=office,
            country=country,
            traits=[trait for trait, _count in common[:MOST_TRAITS]],
            size=len(keys),
            made_at=timezone.now(),
        )
        proposal.save()
        proposal.members.set(HelpRequest.objects.filter(pk__in=list(map(str, keys))))
        made[place] = proposal
    for one, other, _likeness in found.alike:
        if one in made and other in made:
            made[one].alike.add(made[other])
    record("proposals.make", None, by=by)
    return len(made)


def _same(keys: set[Any], old: set[Any]) -> bool:
    """Whether a group is one that was dismissed: most members are the same."""
    return bool(old) and len(keys & old) / len(keys | old) >= DISMISSED_SHARE


@action
def dismiss(*, proposal: GroupProposal, by: User) -> None:
    """These do not belong together: it is shown no more, and the regrouping remembers."""
    if not can_dismiss(by, proposal):
        raise Refused
    proposal.dismissed_at = timezone.now()
    proposal.save(update_fields=["dismissed_at"])
    record("proposal.dismiss", proposal, by=by)
