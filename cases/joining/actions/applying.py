"""Somebody wants to help: from the public page, or as a line of an old list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from cases.intake.queries import office_for
from cases.intake.rules import normalise_contact
from cases.joining.models import Application
from cases.joining.workflow import ApplicationState, Source
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_keys, seal
from helpdesk.sealing.receipts import contact_mark


@dataclass(frozen=True)
class Applicant:
    """What somebody says about herself."""

    name: str
    email: str
    language: str
    country: str = ""
    language_levels: Mapping[str, str] = field(default_factory=dict)
    cities: Sequence[str] = ()
    skills: Sequence[str] = ()
    free_times: Sequence[str] = ()
    weekly_hours: int = 4
    contact: str = ""
    avoid: str = ""
    form_id: uuid.UUID = field(default_factory=uuid.uuid4)


def mark_of(email: str) -> bytes | None:
    """Tells the same address again without keeping it readable."""
    return contact_mark(normalise_contact("email", email))


@action
def apply(*, applicant: Applicant) -> bool:
    """Keeps an application from the public page; False when this form was sent before.

    Nothing here opens anything: the public process holds no key for it.
    """
    if Application.objects.filter(form_id=applicant.form_id).exists():
        return False
    office = office_for(applicant.country)
    if office is None:
        raise Refused
    rows = _rows([applicant], office=office, source=Source.WEB, state=ApplicationState.NEW)
    rows[0].save(force_insert=True)
    record("application.make", rows[0], by=SYSTEM, fields=["name", "email", "contact", "avoid"])
    return True


def _rows(
    people: Sequence[Applicant], *, office: Office, source: Source, state: ApplicationState
) -> list[Application]:
    """Rows with sealed words, not saved yet."""
    keys = new_data_keys([("application", None)] * len(people))
    rows = []
    for person, key in zip(people, keys, strict=True):
        row = Application(
            form_id=person.form_id,
            office=office,
            language=person.language,
            source=source.value,
            state=state.value,
            cities=list(person.cities),
            language_levels=dict(person.language_levels),
            skills=list(person.skills),
            free_times=list(person.free_times),
            weekly_hours=person.weekly_hours,
            application_key=key,
            email_mark=mark_of(person.email),
            made_on=timezone.localdate(),
        )
        seal(row, name=person.name, email=person.email, contact=person.contact, avoid=person.avoid)
        rows.append(row)
    return rows


def known_marks(people: Sequence[Applicant], office: Office) -> set[bytes]:
    """Marks of those who applied before, or have an account, of this office or another."""
    marks = {mark: person.email.lower() for person in people if (mark := mark_of(person.email))}
    applied = Application.objects.filter(email_mark__in=list(marks)).exclude(
        state=ApplicationState.DECLINED.value
    )
    found = {bytes(mark) for mark in applied.values_list("email_mark", flat=True)}
    addresses = set(User.objects.filter(email__in=marks.values()).values_list("email", flat=True))
    return found | {mark for mark, address in marks.items() if address in addresses}


@action
def import_people(*, people: Sequence[Applicant], by: User) -> int:
    """An old list, all of it or nothing; whoever is known already is left out. Gives how many are new.

    They wait for their invitation like everybody, and nobody on a list is vetted.
    """
    if not by.can(Permission.READ_APPLICATIONS) or by.office is None:
        raise Refused
    Office.objects.select_for_update(of=("self",)).get(pk=by.office.pk)  # two clicks: one after the other
    known, fresh = known_marks(people, by.office), []
    for person in people:
        mark = mark_of(person.email)
        if mark is not None and mark not in known:
            known.add(mark)
            fresh.append(person)
    rows = _rows(fresh, office=by.office, source=Source.LIST, state=ApplicationState.WELCOME)
    for row in rows:
        row.decided_by, row.decided_on = by, timezone.localdate()
    Application.objects.bulk_create(rows)
    record("application.import", by.office, by=by)
    return len(rows)
