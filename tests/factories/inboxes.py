"""Makes one client whose page holds everything that it can hold, through the real actions."""

from __future__ import annotations

from typing import Any

from cases.legal.actions import invite
from cases.referrals.models import Partner
from cases.requests.actions import Contact, add_client_message, add_staff_message
from cases.requests.actions.wishes import give_consent
from cases.requests.workflow import Purpose, Status
from helpdesk.accounts.models import User
from tests.factories.files import picture, send_file
from tests.factories.legal import make_case, make_meeting, members_of
from tests.factories.referrals import make_partner, make_referral
from tests.factories.requests import Holder, make_holder, make_request, make_topic

ANSWER = "Добры дзень! Падайце заяву праз MOS да канца тыдня.\n\nВазьміце з сабою пашпарт і 440 злотых."
CONSENT = "Можна перадаць маё імя і тэлефон у Caritas, каб мне дапамаглі з жытлом."


def full_inbox(*, alena: User, maks: User, language: str = "be") -> Holder:
    """An answered request in a legal case with a meeting, a closed one, files, consents, a hand-over."""
    contact = Contact(channel="email", address="anna@example.org", safe_word="вяз")
    holder = make_holder(office=alena.office, language=language, contact=contact)
    topic = make_topic("legalization")
    row = make_request(client=holder.client, topic=topic, language=language)
    make_request(client=holder.client, topic=topic, story="Яшчэ пытанне пра школу.", status=Status.CLOSED)
    case = make_case(by=alena, lawyer=maks, help_requests=[row])
    row.refresh_from_db()
    add_staff_message(help_request=row, body=ANSWER, language="be", by=alena)
    add_client_message(help_request=row, body="Дзякуй!", language="be", by=holder.actor, opener=holder.key)
    meeting = make_meeting(case, by=maks, seats=4)
    invite(consultation=meeting, memberships=members_of(case), by=maks)
    about: dict[str, Any] = {"client": holder.client, "help_request": row, "by": alena}
    give_consent(purpose=Purpose.PARTNER, wording=CONSENT, language="be", **about)
    partner = Partner.objects.filter(slug="dach").first() or make_partner(topic)
    make_referral(row, partner, by=alena, asks_client=True)
    for checked in (True, False):
        send_file(row, picture(), by=holder, name="Рашэнне ваяводы 2026.jpg", checked=checked)
    send_file(row, b"MZ", by=holder, name="program.pdf")
    return holder
