"""Applications as the desk sees them: a list, one with its words, a talk with everybody who sat there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from cases.joining.models import Application, Reference, Talk, TalkSeat, Vetting
from cases.joining.permissions import can_read_application
from cases.joining.workflow import ApplicationState
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.sealing.actions import reveal, reveal_page
from helpdesk.sealing.reasons import Reason

MOST_ROWS = 50
WORDS = ["name", "email", "contact", "avoid"]


@dataclass
class Listed:
    """One line of the list; the name only for those who may read it."""

    application: Application
    name: str = ""
    applied_before: bool = False


def counts_of(user: User) -> dict[str, int]:
    """How many applications stand in each state."""
    rows = Application.objects.visible_to(user).order_by().values("state").annotate(count=Count("pk"))
    found = {row["state"]: row["count"] for row in rows}
    return {state.value: found.get(state.value, 0) for state in ApplicationState}


def listed(user: User, state: str) -> list[Listed]:
    """The oldest applications of one state, with what is there already; at most MOST_ROWS."""
    twins = Application.objects.filter(email_mark=OuterRef("email_mark")).exclude(pk=OuterRef("pk"))
    noted = TalkSeat.objects.filter(application=OuterRef("pk"), noted_on__isnull=False)
    rows = (
        Application.objects.visible_to(user)
        .filter(state=state)
        .select_related("application_key", "office", "decided_by")
        .annotate(
            has_twin=Exists(twins),
            has_note=Exists(noted),
            reference_count=Count("references", distinct=True),
        )
    )
    found = list(rows.prefetch_related("vettings")[:MOST_ROWS])
    names = _names([one for one in found if can_read_application(user, one)], user)
    return [Listed(one, names.get(str(one.pk), ""), one.has_twin) for one in found]


def _names(rows: list[Application], user: User) -> dict[str, str]:
    if not rows:
        return {}
    opened = reveal(rows, ["name"], by=user, reason=Reason.JOINING, subject=user.office)
    return {str(row.pk): words["name"] for row, words in zip(rows, opened, strict=True)}


@dataclass
class ApplicationView:
    """One application: words only for those who may read them."""

    application: Application
    may_read: bool
    words: dict[str, str] = field(default_factory=dict)
    seats: list[tuple[TalkSeat, str]] = field(default_factory=list)
    references: dict[int, str] = field(default_factory=dict)
    vettings: list[Vetting] = field(default_factory=list)

    @property
    def waiting(self) -> Vetting | None:
        """A first yes to tier 2 that waits for the second."""
        return next((one for one in self.vettings if not one.is_complete), None)

    @property
    def is_ready(self) -> bool:
        """Whether everything that belongs to a vetting is there."""
        return len(self.references) >= 2 and any(seat.noted_on for seat, _note in self.seats)


def application_view(application: Application, *, by: User) -> ApplicationView:
    """The whole file; opening its words is one entry in the log."""
    seats = list(TalkSeat.objects.filter(application=application).select_related("talk", "noted_by"))
    references = list(Reference.objects.filter(application=application))
    vettings = list(Vetting.objects.filter(application=application).select_related("first_by", "second_by"))
    view = ApplicationView(application, can_read_application(by, application), vettings=vettings)
    if not view.may_read:
        view.seats = [(seat, "") for seat in seats]
        view.references = {one.number: "" for one in references}
        return view
    for row in (*seats, *references):
        row.application = application
    parts: list[tuple[models.Model, Sequence[str]]] = [
        (application, WORDS),
        *((seat, ["note"]) for seat in seats),
        *((one, ["words"]) for one in references),
    ]
    own, *rest = reveal_page(parts, by=by, reason=Reason.JOINING, subject=application)
    view.words = own
    view.seats = [(seat, words["note"]) for seat, words in zip(seats, rest[: len(seats)], strict=True)]
    texts = [words["words"] for words in rest[len(seats) :]]
    view.references = {one.number: text for one, text in zip(references, texts, strict=True)}
    return view


def talks_ahead(user: User) -> QuerySet[Talk]:
    """Dates of the office from two weeks ago on, the newest first."""
    if not user.can(Permission.READ_APPLICATIONS):
        return Talk.objects.none()
    since = timezone.now() - timedelta(days=14)
    talks: QuerySet[Talk] = Talk.objects.filter(office=user.office_id or 0, starts_at__gte=since)
    return talks.annotate(seat_count=Count("seats"))


def talk_view(talk: Talk, *, by: User) -> list[tuple[TalkSeat, str]]:
    """Everybody who is met on this date with her name; notes stay on each one's own page."""
    seats = list(
        TalkSeat.objects.filter(talk=talk).select_related("application__application_key", "noted_by")
    )
    if not seats:
        return []
    rows = [seat.application for seat in seats]
    opened = reveal(rows, ["name"], by=by, reason=Reason.JOINING, subject=talk)
    return [(seat, words["name"]) for seat, words in zip(seats, opened, strict=True)]
