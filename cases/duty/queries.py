"""Who is on duty, whom an alarm reaches next, what a shift hands over, and what public pages may promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import get_language

from cases.duty.models import Alarm, OfficeHours, Shift, ShiftHandOver
from cases.duty.permissions import can_be_on_duty
from cases.duty.rules import HAND_OVER_WITHIN, Hours, is_open, monday_of, next_opening, week_groups
from cases.requests.models import HelpRequest
from cases.requests.workflow import Urgency
from helpdesk import languages
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.ui.dates import weekday_names
from knowledge.articles.queries import EMERGENCY_LINES, Line, beside_home
from knowledge.directory.queries import day_and_night

KEEP_LINES = 300
KEEP_STATE = 60  # seconds that a public page may be behind the rota
MOST_LISTED = 50


def on_duty(office_id: int | None, moment: datetime | None = None) -> list[Shift]:
    """Who is on call now, the first place first; without people who may not open an emergency any more."""
    shifts = Shift.objects.filter(office_id=office_id or 0).at(moment or timezone.now())
    found = shifts.select_related("user").prefetch_related("user__role_grants")
    return [shift for shift in found if can_be_on_duty(shift.user, shift.office_id)]


def colleagues_with(office_id: int, *roles: Role) -> QuerySet[User]:
    """People of one office with any of these roles, who work now; two people agreed on each role."""
    users = User.objects.filter(
        office_id=office_id,
        is_active=True,
        frozen_at=None,
        role_grants__role__in=[role.value for role in roles],
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
    )
    return users.distinct().order_by("name", "pk")


def rungs(office_id: int, moment: datetime) -> list[list[User]]:
    """Whom to tell, one after the other: on duty, the deputies, the coordinators, at last all operators."""
    shifts = on_duty(office_id, moment)
    places = sorted({shift.place for shift in shifts})
    found = [[shift.user for shift in shifts if shift.place == place] for place in places]
    for role in (Role.COORDINATOR, Role.OPERATOR):
        found.append(list(colleagues_with(office_id, role).prefetch_related("role_grants")))
    return [rung for rung in found if rung]


def who_may_see(help_request: HelpRequest, users: Sequence[User]) -> list[User]:
    """Those who can open it: nobody is woken for a page that she gets a 404 for."""
    return [
        user for user in users if HelpRequest.objects.visible_to(user).filter(pk=help_request.pk).exists()
    ]


def waiting_alarms(user: User) -> QuerySet[Alarm]:
    """Alarms that she may open and nobody has looked at."""
    rows = Alarm.objects.waiting().visible_to(user)
    return rows.select_related("help_request__client", "help_request__topic")[:MOST_LISTED]


def possible_shifters(office_id: int) -> QuerySet[User]:
    """Who can be put on the rota of an office."""
    return colleagues_with(office_id, Role.OPERATOR, Role.COORDINATOR)


@dataclass(frozen=True)
class Day:
    """One day of the rota."""

    date: date
    shifts: list[Shift]
    gaps: list[str]  # 17:00–24:00


@dataclass(frozen=True)
class Week:
    """Seven days of one office's rota."""

    monday: date
    days: list[Day]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=7)


def week_of(user: User, day: date) -> Week:
    """The rota of her office in the week of this day. One query."""
    monday = monday_of(day)
    start, end = _midnight(monday), _midnight(monday + timedelta(days=7))
    rows = Shift.objects.visible_to(user).filter(starts_at__lt=end, ends_at__gt=start)
    shifts = list(rows.select_related("user"))
    days = []
    for ahead in range(7):
        date_ = monday + timedelta(days=ahead)
        opens, closes = _midnight(date_), _midnight(date_ + timedelta(days=1))
        todays = [shift for shift in shifts if shift.starts_at < closes and shift.ends_at > opens]
        days.append(Day(date_, todays, _gaps(todays, opens, closes)))
    return Week(monday, days)


def _gaps(shifts: Sequence[Shift], opens: datetime, closes: datetime) -> list[str]:
    """Stretches of a day without anybody in the first place."""
    gaps: list[tuple[datetime, datetime]] = []
    reached = opens
    for shift in sorted((it for it in shifts if it.place == 0), key=lambda it: it.starts_at):
        if shift.starts_at > reached:
            gaps.append((reached, shift.starts_at))
        reached = max(reached, shift.ends_at)
    if reached < closes:
        gaps.append((reached, closes))
    return [f"{_clock(start)}–{'24:00' if end == closes else _clock(end)}" for start, end in gaps]


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(0)))


@dataclass
class HandOverList:
    """What must not be lost between two shifts."""

    emergencies: list[HelpRequest] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    ring_backs: list[HelpRequest] = field(default_factory=list)


def hand_over_list(user: User) -> HandOverList:
    """Open emergencies, alarms that nobody has looked at, and ring-backs due: as far as she may see them."""
    rows = HelpRequest.objects.visible_to(user).open().for_lists()
    urgent = rows.filter(urgency=Urgency.EMERGENCY.value).in_order_of_need()
    due = rows.ring_backs_due().order_by("look_again_on", "received_at", "id")
    return HandOverList(list(urgent[:MOST_LISTED]), list(waiting_alarms(user)), list(due[:MOST_LISTED]))


def shift_to_hand_over(user: User) -> Shift | None:
    """Her shift that runs or ended lately and was not handed over."""
    now = timezone.now()
    mine = Shift.objects.visible_to(user).filter(user=user, starts_at__lte=now)
    recent = mine.filter(ends_at__gt=now - HAND_OVER_WITHIN)
    given = ShiftHandOver.objects.filter(shift=OuterRef("pk"))
    return recent.exclude(Exists(given)).order_by("ends_at", "id").first()


def open_hand_overs(user: User) -> list[ShiftHandOver]:
    """Those that nobody has taken over yet."""
    rows = ShiftHandOver.objects.visible_to(user).open()
    return list(rows.select_related("given_by", "shift", "hand_over_key")[:MOST_LISTED])


def not_handed_over(user: User) -> list[Shift]:
    """First-place shifts of the last week that ended without a word to the next."""
    now = timezone.now()
    ended = Shift.objects.visible_to(user).filter(
        ends_at__lte=now, ends_at__gt=now - timedelta(days=7), place=0
    )
    given = ShiftHandOver.objects.filter(shift=OuterRef("pk"))
    return list(ended.exclude(Exists(given)).select_related("user").order_by("ends_at")[:MOST_LISTED])


def hours_of(office_id: int) -> OfficeHours:
    """The hours of an office; an empty row that is not saved when nobody has written them."""
    return OfficeHours.objects.filter(office_id=office_id).first() or OfficeHours(office_id=office_id)


@dataclass(frozen=True)
class Answering:
    """What a public page may say about an office at this moment."""

    is_on_duty: bool  # somebody is on the rota now and is told of an emergency at once
    is_open: bool
    knows_hours: bool
    opens_at: datetime | None
    phone: str


def answering(office: Office | None) -> Answering:
    """The state of an office for its public pages; at most a minute old."""
    if office is None:
        return Answering(is_on_duty=False, is_open=False, knows_hours=False, opens_at=None, phone="")
    name = state_name(office.pk)
    known: dict[str, Any] | None = cache.get(name)
    if known is None:
        known = _state(office)
        cache.set(name, known, KEEP_STATE)
    return Answering(**known)


def state_name(office_id: int) -> str:
    """The key of the kept state."""
    return f"duty:{office_id}"


def _state(office: Office) -> dict[str, Any]:
    hours = hours_of(office.pk)
    now = timezone.localtime()
    return {
        "is_on_duty": bool(on_duty(office.pk, now)),
        "is_open": is_open(hours.days, office.country, now),
        "knows_hours": any(hours.days),
        "opens_at": next_opening(hours.days, office.country, now),
        "phone": hours.phone,
    }


@dataclass(frozen=True)
class OfficeSays:
    """One office as public pages tell of it: its hours in groups of days, and whether it answers now."""

    name: str
    country: str
    phone: str
    dial: str
    days: list[tuple[str, str]]  # (Monday to Friday, 09:00-17:00)
    is_open: bool


def offices_open() -> list[OfficeSays]:
    """Every office that wrote down its hours. One query."""
    now, names = timezone.localtime(), weekday_names()
    rows = OfficeHours.objects.select_related("office").order_by("office__country", "office__name")
    return [
        OfficeSays(
            name=row.office.name,
            country=row.office.country,
            phone=row.phone,
            dial="".join(sign for sign in row.phone if sign.isdigit() or sign == "+"),
            days=[
                (names[first] if first == last else f"{names[first]} – {names[last]}", _span(hours))
                for first, last, hours in week_groups(row.days)
            ],
            is_open=is_open(row.days, row.office.country, now),
        )
        for row in rows
        if any(row.days)
    ]


def _span(hours: Hours) -> str:
    end = f"{hours.closes:%H:%M}" if hours.closes else "24:00"
    return f"{hours.opens:%H:%M}–{end}"


def night_lines(country: str) -> list[Line]:
    """Numbers of the directory that answer day and night, in the reader's language, the general one first.

    Where nobody has marked any for a country, the numbers that were always here. Kept for some minutes.
    """
    reader = (get_language() or languages.DEFAULT).split("-")[0]
    name = f"duty:night:{country}:{reader}"
    known: list[Line] | None = cache.get(name)
    if known is None:
        known = [Line(it.number, it.dial, str(it.what), it.country) for it in _night_lines(country, reader)]
        cache.set(name, known, KEEP_LINES)
    return known


def _night_lines(country: str, reader: str) -> list[Line]:
    usual = [line for line in EMERGENCY_LINES if not country or line.country in {"", country}]
    general = [line for line in usual if not line.country]
    marked = [
        Line(number, dial, it.about.text, it.service.country)
        for it in day_and_night(country, reader)
        for number, dial in it.phones[:1]
        if dial not in {line.dial for line in general}
    ]
    return [*general, *marked] if marked else usual


@receiver(beside_home, dispatch_uid="duty")
def answer_home(**_signal: Any) -> list[OfficeSays]:
    """The home page is made one house below and cannot ask us by name."""
    return offices_open()
