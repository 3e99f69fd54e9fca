"""Words of five alphabets typed into every form of the desk lie readable in no dump, log, mail or file."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from cases.legal.models import MemberStep
from cases.mentoring.models import SafetySignal
from cases.relay.models import Conversation
from cases.relay.rules import Purpose
from cases.requests.models import Message
from cases.triage.tasks import compute_suggestion
from cases.volunteering.models import Task
from tests.architecture.bundle import SECRETS
from tests.architecture.visitor import Visitor, once
from tests.architecture.world import World, build
from tests.cases.intake.test_canaries import dump_of_postgres, dump_of_redis, shapes
from tests.personas import SignIn

ALPHABETS = {
    "cyrillic": "кенар-дзюбка",
    "latin": "canary-beak",
    "polish": "kanarek-żółć",
    "lithuanian": "kanarėlė-šūvį",
    "emoji": "🐤🔒🐤",
}
PAGES = [
    *("team:people", "audit:log", "knowledge:edit_list", "team:me", "triage:queue", "legal:list"),
    *("mentoring:list", "volunteering:board", "workload:dashboard"),
]
PLAIN = "kanarejkowo"  # a city is plain by decision: the search must find it


class Birds:
    """Gives each field a word of its own in every alphabet, and remembers all of them."""

    def __init__(self) -> None:
        self.flown: dict[str, str] = {}

    def __call__(self, field: str) -> str:
        number = len(self.flown)
        words = {f"{field} {name}": f"{word}{number}" for name, word in ALPHABETS.items()}
        self.flown |= words
        return " ".join(words.values())


def write_about_requests(world: World, bird: Birds) -> None:
    row = world.own.fresh
    desk = Visitor(world, world.enter("oper"), "oper", "granted")
    desk.post("answers:reply", row.pk, words=bird("reply"), language="be", once=once(), seen=str(row.version))
    desk.post("casefile:note", row.pk, body=bird("note"), once=once())
    desk.post("doors:log_call", form_id=once(), channel="phone", language="lt", country="PL", city=PLAIN,
              story=bird("call"), topic="unknown", urgency="normal", contact_channel="messenger",
              contact=bird("call contact")[:60])  # fmt: skip
    card = {"kind": "errand", "languages": ["be"], "country": "PL", "part_of_day": "any", "hours": "2"}
    words = {"brief": bird("brief"), "exact_place": bird("place")}
    desk.post("volunteering:new_task", row.pk, tier="1", **card, **words)
    desk.post("closing:close", world.own.plain.pk, outcome="", seen="0")
    refused = bird("refused reply")
    desk.post("answers:reply", row.pk, words=refused * 200, language="be", once=once(), seen="99")


def write_about_cases(world: World, bird: Birds) -> None:
    desk = Visitor(world, world.enter("lawyer"), "lawyer", "granted")
    case, member = world.own.legal_case.pk, world.own.invitation.membership_id
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    desk.post("legal:words", case, title=bird("title")[:120], notes=bird("case notes"))
    desk.post("legal:label", case, member, label=bird("label")[:60], file_number=bird("file number")[:60])
    desk.post("legal:step", case, world.own.step.pk, state="not_needed", reason=bird("reason"))
    desk.post("legal:schedule", case, on_date=day, at_time="10:00", place=bird("meeting place"), seats="4")
    desk.post("legal:send", case, text_be=bird("broadcast"))
    assert MemberStep.objects.get(pk=world.own.step.pk).state == "not_needed"


def write_as_volunteer(world: World, bird: Birds) -> None:
    desk = Visitor(world, world.enter("vol1"), "vol1", "granted")
    desk.post("mentoring:check_in", world.own.mentorship.pk, mood="hard", words=bird("check-in"))
    desk.post("mentoring:signal", world.own.mentorship.pk, concern="uneasy", words=bird("signal"))
    talk = Conversation.objects.get(helper=world.own.staff.volunteer, purpose=Purpose.MENTORSHIP.value)
    desk.post("relay:open", talk.pk, body=bird("relayed"))
    desk.post("relay:show", talk.pk)
    desk.post("volunteering:finish", world.own.held.task_id, result="done", hours="1", report=bird("report"))
    office = Visitor(world, world.enter("coord"), "coord", "granted")
    end = {"handover": bird("handover"), "remains": bird("remains"), "review": bird("review")}
    office.post("mentoring:end", world.own.mentorship.pk, outcome="mostly", **end)


def check_that_all_was_taken(world: World, bird: Birds) -> None:
    """Whoever may read finds every word on the page, so the search below looks for what is really there."""
    oper, lawyer = (Visitor(world, world.enter(role), role, "granted") for role in ("oper", "lawyer"))
    coordinator = Visitor(world, world.enter("coord"), "coord", "granted")
    brief = Task.objects.filter(help_request=world.own.fresh).get()
    talk = Conversation.objects.get(shown_at__isnull=False)
    pages = {
        oper.get("casefile:open", world.own.fresh.pk): ("reply", "note"),
        oper.get("volunteering:task", brief.pk): ("brief", "place"),
        oper.get("mentoring:open", world.own.mentorship.pk): ("check-in", "handover", "remains", "review"),
        oper.get("relay:open", talk.pk): ("relayed",),
        coordinator.get("mentoring:signal_page", SafetySignal.objects.get().pk): ("signal",),
        lawyer.get("legal:open", world.own.legal_case.pk): ("title", "case notes", "label", "reason"),
        lawyer.get("casefile:open", world.own.member.pk): ("broadcast",),
    }
    for page, fields in pages.items():
        for field in fields:
            assert bird.flown[f"{field} cyrillic"] in page.content.decode(), field


def files() -> dict[str, bytes]:
    """Everything this installation writes to its folder, mails included."""
    return {
        str(path): path.read_bytes()
        for path in Path(settings.VAR_DIR).rglob("*")
        if path.is_file() and not path.is_relative_to(settings.STATIC_ROOT)
    }


@pytest.mark.django_db(transaction=True)
def test_no_word_typed_at_the_desk_lies_readable_anywhere(
    sign_in: SignIn, deliver_now: Any, caplog: pytest.LogCaptureFixture
) -> None:
    world, bird = build(sign_in), Birds()
    sent = Message.objects.count()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)  # only DEBUG=True logs statements
        write_about_requests(world, bird)
        write_about_cases(world, bird)
        write_as_volunteer(world, bird)
        compute_suggestion(str(world.own.fresh.pk))
        deliver_now()
    check_that_all_was_taken(world, bird)
    assert Message.objects.count() == sent + 2
    places = {
        "postgres": dump_of_postgres(),
        "redis": dump_of_redis(),
        "log": caplog.text.encode(),
        **files(),
    }
    assert any(shape in places["postgres"] for shape in shapes(PLAIN))
    for place, content in places.items():
        for name, text in bird.flown.items():
            assert not any(shape in content for shape in shapes(text)), f"{name} lies readable in {place}"


def test_the_search_finds_words_of_every_alphabet() -> None:
    for text in ALPHABETS.values():
        assert any(shape in f"<p>{text}</p>".encode() for shape in shapes(text))
        assert any(shape in f"<p>{text}</p>".encode("utf-16-le").hex().encode() for shape in shapes(text))


@pytest.mark.django_db
def test_blind_roles_meet_no_secret_on_any_page(sign_in: SignIn) -> None:
    world = build(sign_in)
    for role in ("admin", "editor", "auditor", "coord"):
        visitor = Visitor(world, world.enter(role), role, "granted")
        for name in PAGES:
            text = visitor.get(name).content.decode()
            assert not any(secret in text for secret in SECRETS.values()), (role, name)
