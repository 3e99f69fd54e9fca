"""Reads access_table.csv and knows which objects stand in each address."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from cases.answers.actions.canned import keep_canned
from cases.answers.actions.shared import SharedDraft, answer_many
from cases.answers.models import AdviceRecall, SharedAnswer
from cases.doors.actions.hand_overs import invite_partner
from cases.doors.models import HandOver
from cases.referrals.models import Referral
from cases.triage.actions.saved import save_view
from cases.triage.models import GroupProposal, SavedView
from cases.waiting.models import TopicPause
from helpdesk import languages
from helpdesk.accounts.models import User
from tests.architecture.access_board import BOARD
from tests.architecture.access_coming import COMING
from tests.architecture.access_legal import LEGAL
from tests.architecture.access_reports import REPORTS
from tests.architecture.access_retention import RETENTION
from tests.architecture.bundle import Bundle
from tests.architecture.world import ROLES, World
from tests.factories.triage import make_proposal

TABLE = Path(__file__).parent / "access_table.csv"


@dataclass(frozen=True)
class Row:
    """One address, one method, and whose objects stand in the address; `cells` maps roles to answers."""

    name: str
    method: str
    thing: str  # "", own, foreign, or mixed: a part of another office's object under the own one
    cells: dict[str, str]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.name, self.thing)))


def rows() -> list[Row]:
    """The whole table."""
    with TABLE.open(newline="") as file:
        return [
            Row(line["url"], line["method"], line["thing"], {role: line[role] for role in ROLES})
            for line in csv.DictReader(file)
        ]


def url_names() -> set[str]:
    """Every name that the resolver of this installation knows."""
    return set(_names(get_resolver(), ""))


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def address(row: Row, world: World) -> str:
    """The address of this row, with the ids it needs."""
    with override("be"):
        return reverse(row.name, args=_arguments(row, world))


def _arguments(row: Row, world: World) -> list[Any]:
    if row.thing == "mixed":
        first, second = (_OBJECTS[row.name](bundle, world) for bundle in (world.own, world.foreign))
        return [*first[:-1], second[-1]]
    if row.name in _OBJECTS:
        return _OBJECTS[row.name](world.foreign if row.thing == "foreign" else world.own, world)
    return _WORLDLY[row.name](world, row.thing) if row.name in _WORLDLY else []


def answer(response: HttpResponse) -> str:
    """The answer in the table's words."""
    if 300 <= response.status_code < 400:
        path = urlsplit(response["Location"]).path
        with override("be"):
            return _LEADS_TO.get(path, {reverse("casefile:unlock"): "door"}.get(path, "on"))
    return str(response.status_code)


_LEADS_TO = {
    "/desk/account/login/": "in",
    "/desk/account/factors/": "enrol",
    "/desk/account/reauthenticate/": "again",
    "/desk/account/factors/again/": "again",
    "/desk/account/factors/passkeys/again/": "again",
}
Objects = Callable[[Bundle, World], list[Any]]
_request: Objects = lambda it, _: [it.plain.pk]  # noqa: E731
_case: Objects = lambda it, _: [it.legal_case.pk]  # noqa: E731
_meeting: Objects = lambda it, _: [it.legal_case.pk, it.meeting.pk]  # noqa: E731
_invitation: Objects = lambda it, _: [it.legal_case.pk, it.invitation.pk]  # noqa: E731
_member: Objects = lambda it, _: [it.legal_case.pk, it.invitation.membership_id]  # noqa: E731
_month: Objects = lambda it, _: [it.mentorship.pk]  # noqa: E731
_held: Objects = lambda it, _: [it.held.task_id]  # noqa: E731
_answer: Objects = lambda it, _: [it.plain.messages.get(author=it.staff.lawyer).pk]  # noqa: E731
_letter: Objects = lambda it, _: [it.letter.pk]  # noqa: E731
_OBJECTS: dict[str, Objects] = {
    "files:of_request": _request,
    **dict.fromkeys(("files:preview", "files:copy", "files:original", "files:remove"), _letter),
    "files:page": lambda it, _: [it.letter.pk, 1],
    "answers:draft_article": _answer,
    **dict.fromkeys(
        (
            "casefile:open",
            "casefile:note",
            "triage:assign",
            "triage:presence",
            "closing:duplicate",
            "triage:decide",
            "triage:accept",
            "triage:undecide",
            "referrals:refer",
        ),
        _request,
    ),
    **dict.fromkeys(("answers:reply", "closing:close", "volunteering:new_task", "mentoring:start"), _request),
    **dict.fromkeys(("screening:aloud", "screening:step"), _request),
    **dict.fromkeys(("casefile:consents", "casefile:consent_withdraw"), _request),
    "referrals:refer": _request,
    "closing:reopen": lambda it, _: [it.closed.pk],
    **dict.fromkeys(
        (
            "legal:open",
            "legal:send",
            "legal:words",
            "legal:add",
            "legal:close_case",
            "legal:hand_over",
            "legal:deputy",
            "legal:split",
        ),
        _case,
    ),
    "legal:schedule": _case,
    "legal:invite": _meeting,
    "legal:cancel": _meeting,
    **dict.fromkeys(("legal:calendar", "legal:tick", "legal:give_back"), _meeting),
    **dict.fromkeys(("legal:change", "legal:second_date", "legal:minutes"), _meeting),
    "legal:answer": _invitation,
    "legal:attendance": _invitation,
    "legal:step": lambda it, _: [it.legal_case.pk, it.step.pk],
    **dict.fromkeys(
        (
            "legal:label",
            "legal:remove",
            "legal:close_member",
            "legal:office",
            "legal:add_deadline",
            "legal:power",
        ),
        _member,
    ),
    "legal:deadline": lambda it, _: [it.legal_case.pk, it.deadline.pk],
    **dict.fromkeys(
        ("volunteering:task", "volunteering:release", "volunteering:finish", "volunteering:withdraw"), _held
    ),
    "volunteering:claim": lambda it, _: [it.open_task.pk],
    "volunteering:decide": lambda it, _: [it.asked.task_id, it.asked.pk],
    **dict.fromkeys(
        ("mentoring:open", "mentoring:check_in", "mentoring:end", "mentoring:deputy", "mentoring:extend"),
        _month,
    ),
    "mentoring:step": lambda it, _: [it.mentorship.pk, it.mentorship.steps.get(key="meet").pk],
}


def _person(world: World, thing: str) -> list[Any]:
    return [world.away["editor"].pk if thing == "foreign" else world.newcomer.pk]


def _recall(_: World, thing: str) -> list[Any]:
    return [uuid.UUID(int=0) if thing == "foreign" else AdviceRecall.objects.get().pk]


def _invited(world: World, thing: str) -> tuple[HandOver, str]:
    """A partner's link of the own or of the other office, made for this one question."""
    return invite_partner(partner="Home", by=(world.away if thing == "foreign" else world.people)["oper"])


def _shared(world: World, thing: str) -> SharedAnswer:
    """An answer to many that the office's operator wrote."""
    bundle = world.foreign if thing == "foreign" else world.own
    draft = SharedDraft(once=uuid.uuid4(), blocks=("read",))
    return answer_many(help_requests=[bundle.plain], draft=draft, by=bundle.staff.operator)


def _canned(world: World, thing: str) -> uuid.UUID:
    """A canned reply of the house, written for this one question."""
    if thing == "foreign":
        return uuid.UUID(int=0)
    title, by = uuid.uuid4().hex, User.objects.get(office=world.own.office, name="editor")
    return keep_canned(reply=None, title=title, texts=dict.fromkeys(languages.CODES, "Yes"), by=by).pk


def _view(world: World, thing: str) -> SavedView:
    """A view of the office's operator, with a name of its own."""
    operator = (world.foreign if thing == "foreign" else world.own).staff.operator
    return save_view(name=uuid.uuid4().hex, filters={"whose": "mine"}, by=operator)


def _proposal(world: World, thing: str) -> GroupProposal:
    """A proposed group of the own or of the other office, made for this one question."""
    bundle = world.foreign if thing == "foreign" else world.own
    return make_proposal([bundle.plain, bundle.fresh])


def _referral(country: str) -> Referral:
    return Referral.objects.get(help_request__country=country)


_WORLDLY: dict[str, Callable[[World, str], list[Any]]] = {
    **COMING,
    **LEGAL,
    **BOARD,
    **REPORTS,
    **RETENTION,
    **dict.fromkeys(("answers:canned", "answers:canned_retire"), lambda world, it: [_canned(world, it)]),
    "answers:shared": lambda world, thing: [_shared(world, thing).pk],
    "triage:delete_view": lambda world, thing: [_view(world, thing).pk],
    "triage:dismiss_group": lambda world, thing: [_proposal(world, thing).pk],
    "doors:invited": lambda world, thing: ["no-such" if thing == "foreign" else _invited(world, thing)[1]],
    **dict.fromkeys(("doors:withdraw", "doors:signature"), lambda world, it: [_invited(world, it)[0].pk]),
    **dict.fromkeys(("answers:recall", "answers:recall_correct", "answers:recall_not_needed"), _recall),
    **dict.fromkeys(
        ("team:person", "team:propose_role", "team:freeze", "team:end_sessions", "team:propose_reset"),
        _person,
    ),
    "team:welcome": lambda world, thing: ["no-such-link" if thing == "foreign" else world.token],
    "team:confirm_role": lambda world, _: [world.grant.pk],
    "team:revoke_role": lambda world, _: [world.grant.pk],
    "team:confirm_reset": lambda world, _: [world.reset.pk],
    "team:end_session": lambda world, _: [world.away["oper"].staff_sessions.create(key_hash="0" * 64).pk],
    "mfa_remove_webauthn": lambda world, _: [world.away["oper"].authenticator_set.get().pk],
    "mfa_edit_webauthn": lambda world, _: [world.away["oper"].authenticator_set.get().pk],
    "knowledge:topic": lambda world, thing: ["no-such" if thing == "foreign" else "documents"],
    "knowledge:article": lambda world, thing: ["no-such" if thing == "foreign" else "pl-pesel"],
    "knowledge:facts": lambda _, thing: ["no-such" if thing == "foreign" else "pl-pesel"],
    "knowledge:withdraw": lambda _, thing: ["no-such" if thing == "foreign" else "pl-pesel"],
    "knowledge:still_true": lambda _, thing: ["no-such" if thing == "foreign" else "pl-pesel"],
    **dict.fromkeys(
        tuple(f"knowledge:{name}" for name in ("edit", "keep", "discard", "together", "versions")),
        lambda _, thing: ["no-such" if thing == "foreign" else "pl-pesel", "be"],
    ),
    **dict.fromkeys(
        ("knowledge:version", "knowledge:restore"),
        lambda _, thing: ["no-such" if thing == "foreign" else "pl-pesel", "be", 1],
    ),
    **dict.fromkeys(
        ("knowledge:value", "knowledge:drop_value"),
        lambda _, thing: ["no-such" if thing == "foreign" else "pl-fee"],
    ),
    **dict.fromkeys(
        (
            "knowledge:helped",
            "knowledge:missing",
            "knowledge:outdated",
            "knowledge:said",
            "knowledge:remarks",
            "knowledge:settle",
        ),
        lambda _, thing: ["no-such" if thing == "foreign" else "pl-pesel"],
    ),
    "knowledge:stay": lambda _, thing: ["no-such" if thing == "foreign" else "pl-pesel"],
    **dict.fromkeys(
        ("knowledge:concept", "knowledge:leave_out"),
        lambda _, thing: ["no-such-concept" if thing == "foreign" else "pesel"],
    ),
    "knowledge:glossary_undo": lambda _, _thing: [999_999],
    "knowledge:service_edit": lambda _, thing: ["no-such" if thing == "foreign" else "helpers"],
    **dict.fromkeys(
        tuple(
            f"referrals:{name}"
            for name in ("open", "record_consent", "send", "cancel", "without", "confirm_without")
        ),
        lambda _, thing: [_referral("LT" if thing == "foreign" else "PL").pk],
    ),
    "referrals:edit_partner": lambda _, thing: [
        uuid.UUID(int=0) if thing == "foreign" else _referral("PL").partner_id
    ],
    "waiting:end": lambda _, thing: [TopicPause.objects.get(country="LT" if thing == "foreign" else "PL").pk],
    "answers:public_text": lambda _, thing: ["no-such" if thing == "foreign" else "pl-pesel"],
    "api_article": lambda _, thing: ["no-such" if thing == "foreign" else "pl-pesel"],
}
