"""Makes clients and requests through the real actions, in any status and with or without a receipt."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.requests.actions import Contact, Need, change_status, enrol_client, receive
from cases.requests.models import Client, HelpRequest
from cases.requests.workflow import Channel, Outcome, Status, Urgency
from helpdesk.accounts.actors import SYSTEM, ByReceipt
from helpdesk.accounts.models import Office
from helpdesk.sealing.inbox import InboxKey
from helpdesk.sealing.receipts import derive
from knowledge.articles.models import Topic
from tests.factories.accounts import OfficeFactory

STORY = "Добры дзень! Мая карта побыту канчаецца праз месяц, а працадаўца не падпісвае паперы."


def make_topic(slug: str = "legalization", **fields: Any) -> Topic:
    """A topic that is on in both countries; the same one each time it is asked for."""
    names = {"name_be": slug, "name_ru": slug, "name_pl": slug, "name_lt": slug, "name_en": slug}
    found, _ = Topic.objects.get_or_create(slug=slug, defaults={"countries": ["PL", "LT"], **names, **fields})
    return found


@dataclass(frozen=True)
class Holder:
    """A client together with the receipt in her hand."""

    client: Client
    digits: str
    key: InboxKey

    @property
    def actor(self) -> ByReceipt:
        return ByReceipt(self.client.pk)


def make_digits() -> str:
    """A valid receipt (18 random digits and their check digits, ISO 7064 MOD 97-10)."""
    body = f"{secrets.randbelow(10**18):018d}"
    return f"{body}{98 - int(body + '00') % 97:02d}"


def make_client(
    *,
    office: Office | None = None,
    language: str = "be",
    city: str = "Warszawa",
    contact: Contact | None = None,
    **fields: Any,
) -> Client:
    """A client without a receipt, as after a call."""
    office = office or OfficeFactory.create()
    return enrol_client(
        office=office,
        language=language,
        country=office.country,
        city=city,
        contact=contact,
        by=SYSTEM,
        **fields,
    )


def make_holder(*, office: Office | None = None, digits: str = "", **fields: Any) -> Holder:
    """A client with a receipt, as after the web form."""
    digits = digits or make_digits()
    opened = derive(digits)
    client = make_client(office=office, locator=opened.locator, inbox_public_key=opened.public, **fields)
    return Holder(client, digits, InboxKey(client.pk, opened.private))


def _bring_to(help_request: HelpRequest, status: Status, outcome: Outcome) -> None:
    how = outcome.value if status is Status.CLOSED else ""
    change_status(help_request=help_request, to=status, by=SYSTEM, kind="prepared", outcome=how)


def make_request(
    *,
    office: Office | None = None,
    client: Client | None = None,
    story: str = STORY,
    language: str = "be",
    country: str = "",
    city: str = "Warszawa",
    topic: Topic | str | None = None,
    status: Status = Status.NEW,
    urgency: Urgency = Urgency.NORMAL,
    channel: Channel = Channel.WEB,
    flags: list[str] | None = None,
    deadline_on: date | None = None,
    received_at: datetime | None = None,
    outcome: Outcome = Outcome.SOLVED,
    **need: Any,
) -> HelpRequest:
    """One request; `make_request(client=holder.client)` for one that a receipt opens."""
    client = client or make_client(office=office, language=language, city=city)
    help_request = receive(
        client=client,
        need=Need(
            story=story,
            language=language,
            country=country or client.office.country,
            city=city,
            channel=channel,
            topic=make_topic(topic) if isinstance(topic, str) else topic,
            urgency=urgency,
            flags=flags or [],
            deadline_on=deadline_on,
            received_at=received_at,
            **need,
        ),
        by=SYSTEM,
    )
    if status is not Status.NEW:
        _bring_to(help_request, status, outcome)
    return help_request
