"""Probes of the safety matrix about helpers: conversations, flats, offers by hand, standing approval."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from cases.relay.actions import open_conversation, say
from cases.relay.models import Conversation, RelayMessage
from cases.relay.rules import Purpose
from cases.requests.models import Exclusion
from cases.volunteering.models import HousingOffer, Offer, VolunteerProfile
from helpdesk.audit.guard import writing
from tests.architecture import access_board as board
from tests.architecture import probes_requests as asked
from tests.architecture.bundle import SECRETS
from tests.architecture.visitor import ALL, META, NONE, Visitor, done

HELPERS = {"vol0", "vol1"}


def _talk(at: Visitor) -> Conversation:
    """Of the office's vetted volunteer and its client, each with a line; kept: she wants no word of her."""
    helper, client = at.it.staff.volunteer, at.it.holder.client
    talk = open_conversation(
        client=client,
        helper=helper,
        office=at.it.office,
        purpose=Purpose.TASK,
        closes_on=timezone.localdate() + timedelta(days=14),
        by=at.it.staff.operator,
    )
    say(talk=talk, body=SECRETS["reply"], by=helper)
    say(talk=talk, body=SECRETS["own"], by=at.it.holder.actor, opener=at.it.holder.key)
    if at.thing == "kept":
        with writing():
            Exclusion(client=client, user=helper, entry=uuid4(), made_at=timezone.now()).save()
    return talk


def read_reply(at: Visitor) -> str:
    """A helper reads what our side wrote in her conversation; the desk and the person in the thread."""
    if at.role not in HELPERS:
        return asked.read_reply(at)
    return at.reads(at.get("relay:open", _talk(at).pk), "reply")


def read_own_words(at: Visitor) -> str:
    if at.role not in HELPERS:
        return asked.read_own_words(at)
    return at.reads(at.get("relay:open", _talk(at).pk), "own")


def send(at: Visitor) -> str:
    if at.role not in HELPERS:
        return asked.send(at)
    talk = _talk(at)
    before = RelayMessage.objects.count()
    at.post("relay:open", talk.pk, body="Добры дзень")
    return done(is_done=RelayMessage.objects.count() > before)


def list_flats(at: Visitor) -> str:
    """The office's list, or what fits the search that a volunteer holds."""
    flat = board.flat(at.world, at.thing)
    if at.role in HELPERS:
        page = at.get("volunteering:search", board.search(at.world, at.thing).pk)
    else:
        page = at.get("volunteering:flats")
    text = page.content.decode()
    assert not any(secret in text for secret in SECRETS.values())
    return done(is_done=page.status_code == 200 and flat.code in text)


def edit_flat(at: Visitor) -> str:
    flat = board.flat(at.world, at.thing)
    at.post("volunteering:flat_gone", flat.pk)
    return done(is_done=HousingOffer.objects.get(pk=flat.pk).state == "gone")


def read_owner(at: Visitor) -> str:
    """Whose flat it is opens with a planned viewing, to whoever may read the brief of the search."""
    viewing = board.viewing(at.world, at.thing)
    page = at.get("volunteering:search", viewing.task_id)
    if page.status_code != 200:
        return NONE
    text = page.content.decode()
    shown = [SECRETS["contact"] in text, SECRETS["place"] in text]
    assert all(shown) or not any(shown)
    return ALL if all(shown) else META


def offer_task(at: Visitor) -> str:
    """Brings an open task to a volunteer who has room for it."""
    helper = at.it.staff.volunteer
    with writing():
        helper.claims.all().delete()
    at.post("volunteering:match", at.it.open_task.pk, volunteer=str(helper.pk))
    return done(is_done=Offer.objects.filter(task=at.it.open_task, volunteer=helper).exists())


def approve_standing(at: Visitor) -> str:
    helper = at.it.staff.volunteer
    at.post("volunteering:standing", helper.pk, kinds=["errand"])
    return done(is_done=bool(VolunteerProfile.objects.get(pk=helper.pk).standing_kinds))
