"""Probes of the safety matrix around one request: list, read, decide, write, close, erase."""

from __future__ import annotations

from cases.requests.models import Client, HelpRequest, Message, Note
from cases.requests.workflow import Status
from helpdesk.accounts.models import User
from tests.architecture.bundle import SECRETS
from tests.architecture.visitor import Probe, Visitor, done, once
from tests.factories.requests import make_digits
from tests.factories.web import shown_digits, write

TOLD = "Пажар у доме, патрэбны дах."


def create(at: Visitor) -> str:
    before = HelpRequest.objects.count()
    if at.role in {"anon", "client"}:
        write(at.browser, "be", story=TOLD)
    else:
        at.post("doors:log_call", form_id=once(), channel="phone", language="be", country="PL", story=TOLD,
                topic="unknown", urgency="normal", contact_channel="none")  # fmt: skip
    return done(is_done=HelpRequest.objects.count() > before)


def listed(at: Visitor) -> str:
    response = at.get("casefile:inbox" if at.is_client else "triage:queue")
    shown = str(at.request.pk) in response.content.decode()
    assert SECRETS["story"] not in response.content.decode() or at.is_client
    return done(is_done=response.status_code == 200 and shown)


def read_meta(at: Visitor) -> str:
    response = at.get("casefile:inbox") if at.is_client else at.get("casefile:open", at.request.pk)
    mark = str(at.request.pk) if at.is_client else at.request.code
    return done(is_done=response.status_code == 200 and mark in response.content.decode())


def _words(*names: str) -> Probe:
    def probe(at: Visitor) -> str:
        if at.is_client:
            if at.thing != "granted":
                return read_meta(at)
            return at.reads(at.get("casefile:inbox"), *names)
        return at.reads(at.get("casefile:open", at.request.pk), *names)

    return probe


read_story = _words("story")
read_reply = _words("reply")
read_own_words = _words("own")
read_note = _words("note")
read_contact = _words("contact")


def update_triage(at: Visitor) -> str:
    row = at.request
    at.post("triage:decide", row.pk, urgency="high", topic="", seen=str(row.version))
    return done(is_done=HelpRequest.objects.get(pk=row.pk).urgency == "high")


def read_flags(at: Visitor) -> str:
    """Flags stand on the page of the decision."""
    return done(is_done=at.get("triage:decide", at.request.pk).status_code == 200)


def grant_access(at: Visitor) -> str:
    row = at.request
    colleague = at.it.staff.operator
    at.post("triage:assign", row.pk, to=str(colleague.pk))
    return done(is_done=HelpRequest.objects.get(pk=row.pk).assigned_to_id == colleague.pk)


def close_reopen(at: Visitor) -> str:
    row = at.request
    if at.is_client:
        at.post("casefile:inbox_withdraw", thread=str(row.pk))
        closed = HelpRequest.objects.get(pk=row.pk).status == Status.CLOSED.value
        at.post("casefile:inbox_reply", thread=str(row.pk), body=TOLD, form_id=once())
        return done(is_done=closed and HelpRequest.objects.get(pk=row.pk).is_open)
    at.post("closing:close", row.pk, outcome="solved", seen=str(row.version))
    closed = HelpRequest.objects.get(pk=row.pk).status == Status.CLOSED.value
    at.post("closing:reopen", row.pk)
    opened = HelpRequest.objects.get(pk=row.pk).is_open
    at.post("closing:reopen", at.it.closed.pk)
    other = HelpRequest.objects.get(pk=at.it.closed.pk).is_open
    if at.role not in {"lawyer"} and at.thing != "kept":
        assert other == closed
    return done(is_done=closed and opened)


def erase(at: Visitor) -> str:
    """Only from the inbox, and only the own one: the desk has no such button."""
    at.post("casefile:inbox_erase", sure="on")
    return done(is_done=not Client.objects.filter(pk=at.it.holder.client.pk).exists())


def send(at: Visitor) -> str:
    row, before = at.request, Message.objects.count()
    if at.is_client:
        at.post("casefile:inbox_reply", thread=str(row.pk), body=TOLD, form_id=once())
    else:
        at.post("answers:reply", row.pk, words=TOLD, language="be", once=once(), seen=str(row.version))
    return done(is_done=Message.objects.count() > before)


def write_note(at: Visitor) -> str:
    before = Note.objects.count()
    at.post("casefile:note", at.request.pk, body=TOLD, once=once())
    return done(is_done=Note.objects.count() > before)


def rotate_receipt(at: Visitor) -> str:
    """A new receipt holds only after its last digits were typed back."""
    client = at.it.holder.client
    before = bytes(Client.objects.get(pk=client.pk).locator or b"")
    digits = shown_digits(at.browser, "be", "inbox/new")
    at.post("casefile:inbox_renew", last_digits=digits[-4:])
    return done(is_done=bytes(Client.objects.get(pk=client.pk).locator or b"") != before)


def view_receipt(at: Visitor) -> str:
    """Nobody sees the digits again, nor can anybody at the desk make new ones."""
    digits = at.world.own.holder.digits
    pages = [at.get("intake:receipt"), at.get("casefile:inbox"), at.get("casefile:open", at.request.pk)]
    text = "".join(page.content.decode() for page in pages)
    groups = [digits[start : start + 4] for start in range(0, 20, 4)]
    seen = digits in text or all(f">{group}<" in text for group in groups)
    if at.role != "client":
        at.post("casefile:inbox_renew", last_digits=make_digits()[-4:])
    return done(is_done=seen)


def freeze(at: Visitor) -> str:
    colleague = at.world.away["editor"] if at.thing == "foreign" else at.world.people["editor"]
    if colleague == at.world.people.get(at.role):
        colleague = at.world.newcomer
    at.post("team:freeze", colleague.pk, reason="")
    return done(is_done=User.objects.get(pk=colleague.pk).frozen_at is not None)
