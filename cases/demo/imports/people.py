"""Invented volunteers and their tasks."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from cases.mentoring.actions import check_in, set_step, start_mentorship
from cases.mentoring.models import Mentorship
from cases.requests.models import HelpRequest
from cases.requests.rules import TERMS_VERSION
from cases.volunteering.actions import approve_claim, claim_task, finish_claim, make_task, take_break
from cases.volunteering.actions.tasks import Card
from cases.volunteering.models import Break, Task, VolunteerProfile
from cases.volunteering.workflow import PartOfDay, TaskKind, VolunteerState
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import Office, RoleGrant, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.sealing.actions import new_data_key
from helpdesk.team.actions.demo import DEMO_DOMAIN

Item = dict[str, Any]


def load_volunteers(folder: Path, vika: User) -> dict[str, User]:
    """The volunteers by the local part of their address; the demo sign-in's own volunteer among them."""
    people = {}
    for item in json.loads((folder / "volunteers.json").read_text(encoding="utf-8")):
        people[item["email"]] = _volunteer(item)
    people["vika"] = vika
    if not VolunteerProfile.objects.filter(pk=vika.pk).exists():
        _profile(vika, ["be", "ru", "pl"], ["Warszawa"], ["accompany", "interpret"], tier=2, hours=6)
    return people


def _volunteer(item: Item) -> User:
    email = f"volunteer-{item['email']}@{DEMO_DOMAIN}"  # a colleague may have the same first name
    user = User.objects.filter(email=email).first()
    if user is not None:
        return user
    country = "LT" if {"Vilnius", "Kaunas", "Klaipėda"} & set(item["cities"]) else "PL"
    office = Office.objects.filter(country=country).order_by("pk")[0]
    user = User.objects.create_user(
        email, None, name=item["first_name"], language=item["languages"][0], office=office
    )
    RoleGrant.objects.create(user=user, role=Role.VOLUNTEER, confirmed_at=timezone.now())
    _profile(
        user, item["languages"], item["cities"], item["skills"], tier=item["tier"], hours=item["weekly_hours"]
    )
    return User.objects.get(pk=user.pk)  # her role is read afresh


def _profile(
    user: User, languages: list[str], cities: list[str], skills: list[str], *, tier: int, hours: int
) -> None:
    with writing():
        profile = VolunteerProfile(
            user=user,
            state=(VolunteerState.VETTED if tier else VolunteerState.APPLIED).value,
            tier=tier,
            languages=languages,
            cities=cities,
            skills=skills,
            weekly_hours=hours,
            free_times=["evening", "weekend"],
            language_levels=dict.fromkeys(languages, "good"),
            profile_key=new_data_key("volunteer"),
        )
        if tier:
            profile.vetted_on = timezone.localdate() - timedelta(days=60)
            profile.renew_on = timezone.localdate() + timedelta(days=305)
            profile.terms_version = TERMS_VERSION
        profile.save()


def _next_weekday(number: int) -> date:
    today = timezone.localdate()
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def load_tasks(
    folder: Path, volunteers: dict[str, User], by_key: dict[str, HelpRequest], operators: dict[str, User]
) -> int:
    """The board: open, asked for, taken and done tasks; how many were made."""
    if Task.objects.exists():
        return 0
    items: list[Item] = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    for item in sorted(items, key=lambda item: item["state"] != "done"):  # finished ones free their places
        _task(item, volunteers, by_key.get(item["request"] or ""), operators[item["country"]])
    return len(items)


def _task(item: Item, volunteers: dict[str, User], help_request: HelpRequest | None, operator: User) -> None:
    card = Card(
        kind=TaskKind(item["kind"]),
        languages=tuple(item["languages"]),
        country=item["country"],
        city=item["city"],
        district=item["district"] or "",
        on_date=_next_weekday(item["weekday"]) if item["weekday"] is not None else None,
        part_of_day=PartOfDay(item["part_of_day"]),
        hours=item["hours"],
        tier=item["tier"],
    )
    if help_request is not None and not help_request.is_open:
        help_request = None  # no task is made for a closed request
    task = make_task(card=card, brief=item["brief"], help_request=help_request, by=operator)
    volunteer = volunteers.get(item.get("volunteer") or "")
    if volunteer is None or item["state"] not in {"claimed", "approved", "done"}:
        return
    _claim(task, volunteer, operator, item["state"])


def _claim(task: Task, volunteer: User, operator: User, state: str) -> None:
    try:
        claim = claim_task(task_id=task.pk, by=volunteer)
    except NotNow:  # she holds as many as she may: the card stays open
        return
    if state in {"approved", "done"} and task.tier:
        claim = approve_claim(claim=claim, by=operator)
    if state == "done":
        finish_claim(claim=claim, result="done", hours=Decimal("2.5"), by=volunteer)


def load_breaks(folder: Path, volunteers: dict[str, User]) -> None:
    """Whoever rests, rests from today; after the tasks, because nobody on a break takes one."""
    today = timezone.localdate()
    for item in json.loads((folder / "volunteers.json").read_text(encoding="utf-8")):
        user = volunteers[item["email"]]
        if item["on_break"] and not Break.objects.filter(profile_id=user.pk).exists():
            profile = VolunteerProfile.objects.get(pk=user.pk)
            take_break(profile=profile, from_on=today, to_on=today + timedelta(days=20), by=user)


def load_mentorship(help_request: HelpRequest, mentor: User, operator: User) -> None:
    """One household in its second week."""
    if Mentorship.objects.exists():
        return
    brief = "Маці з двума дзецьмі прыехала ў верасні. Патрэбны: школа, сямейны лекар, курс польскай."
    mentorship = start_mentorship(help_request=help_request, mentor=mentor, brief=brief, by=operator)
    for step in mentorship.steps.select_related("mentorship")[:3]:
        set_step(step=step, done=True, by=mentor)
    check_in(mentorship=mentorship, mood="well", words="Знайшлі школу побач з домам.", by=mentor)
