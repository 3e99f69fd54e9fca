"""Which open requests and cases have the same problem: what staff confirmed, asked through PostgreSQL.

Nothing is trained. What is known are the rows themselves (traits of open requests, confirmed topics, members
of cases), so a decision is learnt with its commit and an erased request is forgotten with its row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import F, FilteredRelation, Q

from cases.requests.models import HelpRequest, HelpRequestQuerySet
from cases.requests.workflow import Status
from cases.triage.models import GroupProposal, Lesson, Suggestion
from cases.triage.rules.judge import Judge, Read, Verdict
from cases.triage.rules.learner import Known, Memory
from cases.triage.suggestions.reasons import reasons_of
from helpdesk.accounts.models import Office, User

MOST_ALIKE = 5
MOST_CANDIDATES = 300  # requests that are compared one by one, found by what is rarest
FEWEST_TRAITS = 4
COUNTS_FOR = 600  # seconds that the counts of traits may be old: what is common changes slowly
WITHOUT_LIKENESS = 0.22  # scores under which nothing is shown as alike

_COUNTS = """
SELECT CASE WHEN r.status <> 'new' THEN t.slug END, trait, count(*) FROM cases_suggestion s
JOIN cases_helprequest r ON r.id = s.help_request_id AND r.status <> 'closed'
LEFT JOIN knowledge_topic t ON t.id = r.topic_id
CROSS JOIN LATERAL unnest(s.concepts) AS trait GROUP BY 1, 2
"""
_SIZES = """
SELECT CASE WHEN r.status <> 'new' THEN t.slug END, count(*) FROM cases_suggestion s
JOIN cases_helprequest r ON r.id = s.help_request_id AND r.status <> 'closed'
LEFT JOIN knowledge_topic t ON t.id = r.topic_id GROUP BY 1
"""


@dataclass(frozen=True)
class Asked:
    """For which request groups are looked for, and within which office or what a user may see."""

    request_id: UUID
    country: str
    traits: Sequence[str]
    office_id: int | None = None
    user: User | None = None


@dataclass(frozen=True)
class Alike:
    """An open request that looks like the same problem, why, and the case it already stands in."""

    help_request: HelpRequest
    reasons: list[str]
    case_id: UUID | None = None
    case_code: str = ""


def counts_now() -> dict[str, Any]:
    """How often each trait stands among open requests, for each confirmed topic; up to ten minutes old."""
    counts: dict[str, Any] | None = cache.get("triage:counts")
    return keep_counts() if counts is None else counts


def keep_counts() -> dict[str, Any]:
    """Counts anew and keeps it; the worker does so every few minutes, so that no page has to."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        rows = cursor.fetchall()
        cursor.execute(_SIZES)
        counts = {"rows": rows, "sizes": cursor.fetchall()}
    cache.set("triage:counts", counts, COUNTS_FOR)
    return counts


def background(traits: Iterable[str]) -> Memory:
    """A memory that knows how common these traits are, and nothing of any group yet."""
    memory, wanted, counts = Memory(), set(traits), counts_now()
    for topic, size in counts["sizes"]:
        memory.size += size
        if topic:
            memory.topic_sizes[topic] = size
    for topic, trait, count in counts["rows"]:
        if trait in wanted:
            memory.counts[trait] += count
            if topic:
                memory.topics.setdefault(topic, Counter())[trait] = count
    return memory


def learnt_judge(read: Read) -> Judge:
    """A judge who knows what is common and which rules of flags people overruled."""
    judge = Judge(background(read.traits))
    names = {f"{flag}: {rule}"[:200]: (flag, rule) for flag, rules in read.flags.items() for rule in rules}
    for lesson in Lesson.objects.filter(name__in=names):
        judge.right[names[lesson.name]], judge.wrong[names[lesson.name]] = lesson.right, lesson.wrong
    return judge


def judged(judge: Judge, read: Read, asked: Asked) -> tuple[Verdict, UUID | None]:
    """The verdict against the open requests of the office, and the nearest member of the best group."""
    remember(judge.memory, asked)
    verdict = judge.judge(read, asked.country)
    if verdict.is_new or not verdict.groups:
        return verdict, None
    members = judge.memory.groups[verdict.groups[0][0]].members.values()
    return verdict, nearest(judge.memory, asked.traits, members)


def remember(memory: Memory, asked: Asked) -> None:
    """Puts the open requests that share something rare into the memory, by case where they stand in one."""
    rare = _rarest(memory, asked.traits)
    if not rare:
        return
    rows: HelpRequestQuerySet = HelpRequest.objects.open()
    rows = rows.visible_to(asked.user) if asked.user else rows.filter(office_id=asked.office_id)
    found = (
        rows.filter(country=asked.country, suggestion__concepts__overlap=rare)
        .exclude(pk=asked.request_id)
        .annotate(live=FilteredRelation("memberships", condition=Q(memberships__left_at=None)))
        .annotate(case_id=F("live__legal_case_id"))
        .order_by("-received_at")
        .values_list(
            "pk", "case_id", "suggestion__concepts", "topic__slug", "suggestion__topic__slug", "status"
        )
    )
    for key, case_id, traits, topic, guessed, status in found[:MOST_CANDIDATES]:
        group: Hashable = ("case", case_id) if case_id else ("request", key)
        sure = topic if status != Status.NEW.value else None
        known = Known(key, asked.country, dict.fromkeys(traits, 1.0), group, sure or guessed or "")
        memory.place(known)


def _rarest(memory: Memory, traits: Sequence[str]) -> list[str]:
    """The traits by which to look: the rarest first, until enough requests would be found."""
    chosen: list[str] = []
    reach = 0
    for trait in sorted(traits, key=lambda trait: (memory.counts[trait], -memory.says(trait), trait)):
        if reach >= MOST_CANDIDATES and len(chosen) >= FEWEST_TRAITS:
            break
        chosen.append(trait)
        reach += memory.counts[trait]
    return chosen


def nearest(memory: Memory, traits: Sequence[str], members: Iterable[Known]) -> Any:
    """The key of the member that says most of the same."""
    mine = {trait: memory.says(trait) for trait in traits}
    total = sum(mine.values()) or 1.0
    return max(members, key=lambda one: memory.likeness(mine, total, one.traits)).key


def similar_to(help_request: HelpRequest, suggestion: Suggestion | None, user: User) -> list[Alike]:
    """The open requests this user may see that share its problem, best first; of each case the nearest."""
    if suggestion is None or not suggestion.concepts:
        return []
    asked = Asked(help_request.pk, help_request.country, suggestion.concepts, user=user)
    memory = background(asked.traits)
    remember(memory, asked)
    ranked = memory.rank(dict.fromkeys(asked.traits, 1.0), asked.country)[:MOST_ALIKE]
    chosen = {
        nearest(memory, asked.traits, memory.groups[group].members.values()): group
        for group, score in ranked
        if score >= WITHOUT_LIKENESS
    }
    rows = (
        HelpRequest.objects.visible_to(user)
        .filter(pk__in=chosen)
        .select_related("topic", "client", "suggestion__topic")
        .defer("story")
        .annotate(live=FilteredRelation("memberships", condition=Q(memberships__left_at=None)))
        .annotate(case_id=F("live__legal_case_id"), case_code=F("live__legal_case__code"))
    )
    by_key = {row.pk: row for row in rows}
    topic_id = help_request.topic_id or suggestion.topic_id
    return [_alike(by_key[key], asked.traits, memory, topic_id) for key in chosen if key in by_key]


def _alike(row: Any, traits: Sequence[str], memory: Memory, topic_id: int | None) -> Alike:
    theirs = set(row.suggestion.concepts)
    shared = sorted((trait for trait in traits if trait in theirs), key=lambda trait: -memory.says(trait))
    same_topic = bool(topic_id) and topic_id in (row.topic_id, row.suggestion.topic_id)
    reasons = reasons_of(shared, row.country, same_topic=same_topic)
    return Alike(row, reasons, row.case_id, row.case_code or "")


def proposals_for(user: User) -> list[GroupProposal]:
    """The proposed groups of her office, largest first; each with the members she may see."""
    return list(
        GroupProposal.objects.visible_to(user).shown().prefetch_related("alike").order_by("-size", "id")[:60]
    )


def backlogs() -> list[tuple[Office, str]]:
    """The offices with open requests outside of cases, with each country they are asked about."""
    pairs = _ungrouped().order_by("office_id", "country").values_list("office_id", "country").distinct()
    offices = Office.objects.in_bulk({office_id for office_id, _country in pairs})
    return [(offices[office_id], country) for office_id, country in pairs]


def backlog(office: Office, country: str) -> list[Known]:
    """What the regrouping knows of one backlog: traits only."""
    rows = _ungrouped().filter(office=office, country=country).order_by("received_at", "id")
    traits = rows.values_list("pk", "suggestion__concepts").iterator(chunk_size=2000)
    return [Known(key, country, dict.fromkeys(concepts, 1.0)) for key, concepts in traits]


def _ungrouped() -> HelpRequestQuerySet:
    """Open requests that stand in no case, are not sealed off, and of which something is known."""
    return (
        HelpRequest.objects.ungrouped()
        .filter(sensitivity__lt=3, suggestion__isnull=False)
        .exclude(suggestion__concepts=[])
    )
