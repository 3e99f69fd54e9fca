"""Everything about one request for the desk, in few queries: facts, thread, and what all rooms know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    F,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from cases.casefile.queries import rows
from cases.intake.queries import told_lines
from cases.referrals.models import REFERRAL_CHOICES
from cases.requests.models import Event, HelpRequest, Message, Note
from cases.requests.models.choices import STATUS_CHOICES
from cases.requests.permissions import can_read_seen
from cases.requests.queries import event_words
from cases.requests.workflow import Status
from cases.screening.queries import StepLine, step_lines
from cases.triage.queries.parts import suggestion_of
from cases.triage.suggestions import concept_names
from cases.volunteering.models import KIND_CHOICES, TASK_STATUS_CHOICES
from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.sealing.actions import reveal_page
from helpdesk.sealing.errors import KeyErased
from helpdesk.sealing.fields import Sealed
from helpdesk.sealing.reasons import Reason

STATUS_WORDS, TASK_WORDS = dict(STATUS_CHOICES), dict(TASK_STATUS_CHOICES)
REFERRAL_WORDS = dict(REFERRAL_CHOICES)
TASK_KINDS = dict(KIND_CHOICES)
MOST_LINES = 300  # of one request's history


@dataclass
class Line:
    """One thing that happened: a message, a note or an event."""

    kind: str
    at: datetime
    who: str
    language: str = ""
    from_client: bool = False
    text: str = ""
    title: str = ""
    slug: str = ""
    number: int | None = None
    words: Any = ""
    icon: str = ""
    tone: str = ""
    key: str = ""
    author_id: Any = None  # of a message written here
    sealed: Sealed = field(default_factory=Sealed)


@dataclass
class CaseFile:
    """The page of one request; without `may_read` it has no words, only facts."""

    help_request: HelpRequest
    may_read: bool
    lines: list[Line]
    story: str = ""
    is_erased: bool = False
    told: list[tuple[str, str]] = field(default_factory=list)  # the form's questions and her answers
    required: list[StepLine] = field(default_factory=list)

    @property
    def thread(self) -> list[Line]:
        """Messages and notes in order."""
        return [line for line in self.lines if line.kind != "event"]

    @property
    def events(self) -> list[Line]:
        """What happened, newest first."""
        return [line for line in reversed(self.lines) if line.kind == "event"]

    @property
    def is_read(self) -> bool:
        return any(line.key == "read" for line in self.lines)


def request_for(user: User) -> QuerySet[HelpRequest]:
    """One request with all that other rooms know of it, in one query."""
    return (
        HelpRequest.objects.visible_to(user)
        .select_related("topic", "client__household", "assigned_to", "office", "inbox_key", "desk_key")
        .select_related("suggestion__topic")
        .annotate(
            case_rows=ArraySubquery(rows.cases()),
            task_rows=ArraySubquery(rows.tasks()),
            mentor_rows=ArraySubquery(rows.mentors()),
            article_rows=ArraySubquery(rows.articles()),
            other_rows=ArraySubquery(rows.others(user)),
            linked_rows=ArraySubquery(rows.linked(user)),
            referral_rows=ArraySubquery(rows.referrals()),
        )
    )


def case_file(help_request: HelpRequest, *, by: User) -> CaseFile:
    """The page of a request from `request_for(by)`: opened once and logged once, if she may read."""
    found = CaseFile(dressed(help_request), can_read_seen(by, help_request), _lines(help_request))
    found.required = step_lines(help_request)
    if found.may_read:
        _open(found, by=by)
    else:
        found.lines = [line for line in found.lines if line.kind == "event"]
    return found


def dressed(help_request: HelpRequest) -> HelpRequest:
    """Words for the codes in what the other rooms told."""
    reader = languages.reading_order(help_request.client.language)
    for task in help_request.task_rows:  # type: ignore[attr-defined]
        task["kind_word"] = TASK_KINDS.get(task["kind"], task["kind"])
        task["status_word"] = TASK_WORDS.get(task["status"], task["status"])
    for handed in help_request.referral_rows:  # type: ignore[attr-defined]
        handed["status_word"] = REFERRAL_WORDS.get(handed["status"], handed["status"])
    both = [*help_request.other_rows, *help_request.linked_rows]  # type: ignore[attr-defined]
    help_request.other_rows = list({other["id"]: other for other in both}.values())  # type: ignore[attr-defined]
    for other in help_request.other_rows:  # type: ignore[attr-defined]
        other["status_word"] = STATUS_WORDS.get(other["status"], other["status"])
    for article in help_request.article_rows:  # type: ignore[attr-defined]
        article["language"] = next((code for code in reader if article.get(code)), "")
        article["title"] = article.get(article["language"], "")
    _tell_why(help_request)
    return help_request


def _tell_why(help_request: HelpRequest) -> None:
    """Beside each article the concepts that it shares with the story, in the reader's language."""
    suggestion = suggestion_of(help_request)
    shared = suggestion.reasons.get("articles", {}) if suggestion else {}
    for article in help_request.article_rows:  # type: ignore[attr-defined]
        article["why"] = ", ".join(concept_names(shared.get(article["slug"], [])))


def reason_for(user: User, help_request: HelpRequest) -> Reason:
    """Why this page is opened, known from what the reader does here, so nobody has to type it."""
    live = [row for row in help_request.case_rows if not row["left"]]  # type: ignore[attr-defined]
    if any(row["lawyer_id"] == str(user.pk) for row in live) and user.has_role(Role.LAWYER):
        return Reason.LEGAL_CASE
    if help_request.assigned_to_id == user.pk:
        return Reason.OWN_QUEUE
    if help_request.status == Status.NEW.value:
        return Reason.TRIAGE
    return Reason.OWN_QUEUE if help_request.assigned_to_id is None else Reason.HANDOVER


def _open(page: CaseFile, *, by: User) -> None:
    help_request = page.help_request
    written = [line for line in page.lines if line.kind != "event"]
    parts: list[tuple[Any, list[str]]] = [
        (help_request, ["story", *(["answers"] if help_request.answers else [])])
    ]
    for line in written:
        model = Message if line.kind == "message" else Note
        parts.append((model(pk=UUID(line.key), help_request=help_request, body=line.sealed), ["body"]))
    excused = [line for line in page.required if line.decision is not None and line.decision.reason]
    for step in excused:
        step.decision.help_request = help_request  # type: ignore[union-attr]
        parts.append((step.decision, ["reason"]))
    try:
        texts = reveal_page(parts, by=by, reason=reason_for(by, help_request), subject=help_request)
    except KeyErased:
        page.is_erased = True
        return
    page.story, page.told = texts[0]["story"], told_lines(texts[0].get("answers", ""))
    for line, text in zip(written, texts[1:], strict=False):
        line.text = text["body"]
    for step, text in zip(excused, texts[1 + len(written) :], strict=True):
        step.reason = text["reason"]


def _lines(help_request: HelpRequest) -> list[Line]:
    """Messages, notes and events of one request in one query, oldest first."""
    nothing, none = Value(""), Value(None, output_field=CharField())
    never = Value(value=False, output_field=BooleanField())
    nobody = Value(None, output_field=UUIDField())
    messages = Message.objects.filter(help_request=help_request).annotate(
        **_columns(
            "message", at=F("sent_at"), who=F("author__name"), sealed=F("body"), says=F("from_client"),
            title=F("revision__title"), slug=F("revision__article__slug"),
            number=Cast("revision__number", CharField()), lang=F("language"), author=F("author_id"),
        )
    )  # fmt: skip
    notes = Note.objects.filter(help_request=help_request).annotate(
        **_columns(
            "note", at=F("written_at"), who=F("author__name"), sealed=F("body"), says=never,
            title=none, slug=none, number=none, lang=F("language"), author=nobody,
        )
    )  # fmt: skip
    events = Event.objects.filter(help_request=help_request).annotate(
        **_columns(
            "event", at=F("happened_at"), who=F("user__name"), sealed=Value(b"", output_field=BinaryField()),
            says=never, title=F("kind"), slug=none, number=none, lang=nothing, author=nobody,
        )
    )  # fmt: skip
    columns = ("line", "key", "at_", "who", "sealed", "says", "title_", "slug", "number_", "lang", "author_")
    rows = [part.order_by().values_list(*columns) for part in (messages, notes, events)]
    union = rows[0].union(*rows[1:], all=True).order_by("at_")[:MOST_LINES]
    return [_line(row) for row in union]


def _columns(kind: str, **found: Any) -> dict[str, Any]:
    return {
        "line": Value(kind),
        "key": Cast("id", CharField()),
        "at_": found["at"],
        "who": found["who"],
        "sealed": found["sealed"],
        "says": found["says"],
        "title_": found["title"],
        "slug": found["slug"],
        "number_": found["number"],
        "lang": found["lang"],
        "author_": found["author"],
    }


def _line(row: tuple[Any, ...]) -> Line:
    kind, key, at, who, sealed, says, title, slug, number, language, author = row
    if kind == "event":
        words, icon, tone = event_words(title)
        return Line(kind, at, who or "", words=words, icon=icon, tone=tone, key=title)
    return Line(
        kind, at, who or "", language, bool(says), title=title or "", slug=slug or "",
        number=int(number) if number else None, key=key, author_id=author, sealed=sealed,
    )  # fmt: skip
