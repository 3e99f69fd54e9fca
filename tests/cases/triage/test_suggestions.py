"""Suggestions: what the worker reads out of a story, what it leaves behind, and which requests look alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from cases.duty.tasks import ring_due
from cases.requests.models import Event, HelpRequest
from cases.requests.workflow import Channel, Flag, Status, Urgency
from cases.triage.actions import Decision, accept, decide, keep_suggestion
from cases.triage.models import Suggestion
from cases.triage.queries.parts import parts_of
from cases.triage.rules import days_left, flags_in, topic_of, traits_of, urgency_of, vocabulary
from cases.triage.suggestions import Found, marks_of, similar_to
from cases.triage.tasks import compute_suggestion, suggest_missing
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.actions import erase_key
from helpdesk.text.analyzer import analyze
from tests.factories.requests import make_request, make_topic

RENEWAL = (
    "Мая карта побыту канчаецца праз 20 дзён, працадаўца не падпісвае дадатак. Прозвішча маё Зубрыцкевіч."
)


@pytest.fixture
def legalization(db: None) -> Any:
    return make_topic("legalization")


def suggested(help_request: HelpRequest) -> Suggestion:
    compute_suggestion(str(help_request.pk))
    return Suggestion.objects.get(pk=help_request.pk)


def test_a_story_gives_topic_concepts_and_days(legalization: Any, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw, story=RENEWAL)
    suggestion = suggested(help_request)
    assert suggestion.topic == legalization
    assert "residence-card" in suggestion.concepts
    received_on = timezone.localdate(help_request.received_at)
    assert suggestion.deadline_on == received_on + timedelta(days=20)
    assert suggestion.urgency == Urgency.NORMAL  # more than two weeks are no alarm


def test_computing_twice_keeps_one_row_and_says_the_same(legalization: Any, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw, story=RENEWAL)
    first = suggested(help_request)
    second = suggested(help_request)
    assert Suggestion.objects.count() == 1
    assert (first.concepts, first.stem_marks, first.urgency) == (
        second.concepts,
        second.stem_marks,
        second.urgency,
    )


def test_opening_by_the_program_is_logged_as_such(legalization: Any, office_warsaw: Any) -> None:
    suggested(make_request(office=office_warsaw))
    entry = AccessEntry.objects.get(verb="sealing.reveal")
    assert (entry.actor_kind, entry.reason) == (AccessEntry.SYSTEM, "suggestions")


def test_a_name_or_number_leaves_no_trace(legalization: Any, office_warsaw: Any) -> None:
    with_name = marks_of(analyze("Зубрыцкевіч +48 600 123 456 карта побыту", "be").stems, "be")
    without = marks_of(analyze("карта побыту", "be").stems, "be")
    assert with_name == without != []
    suggestion = suggested(make_request(office=office_warsaw, story=RENEWAL))
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM cases_suggestion s WHERE help_request_id = %s", [suggestion.pk])
        row = cursor.fetchone()[0].lower()
    assert "зубр" not in row
    assert "канчаецца" not in row


def test_the_vocabulary_holds_no_bare_numbers() -> None:
    assert not [stem for stems in vocabulary().values() for stem in stems if stem.isdigit()]


@pytest.mark.parametrize(
    ("language", "story", "flag"),
    [
        ("be", "Муж мяне б'е, баюся дадому ісці", Flag.DOMESTIC_VIOLENCE),
        ("ru", "Нам негде ночевать, сидим на вокзале", Flag.HOMELESS),
        ("pl", "Zatrzymała mnie straż graniczna, jestem w ośrodku strzeżonym", Flag.DETAINED),
        ("lt", "Nebenoriu, nenoriu gyventi", Flag.SUICIDAL),
        ("en", "I am 16 and alone here", Flag.UNACCOMPANIED_MINOR),
    ],
)
def test_danger_is_found_in_each_language(language: str, story: str, flag: Flag) -> None:
    traits = traits_of(story, language)
    assert flag in flags_in(traits)
    if (
        flag is not Flag.UNACCOMPANIED_MINOR
    ):  # a child alone needs somebody soon, but is not in danger by that
        assert urgency_of(traits, None)[0] is Urgency.EMERGENCY


@pytest.mark.parametrize(
    ("story", "days"),
    [
        ("Осталось 5 дней", 5),
        ("карта канчаецца праз два тыдні", 14),
        ("mam 14 dni na odwołanie", 14),
        ("liko 10 dienų", 10),
        ("my permit expires in two weeks", 14),
        ("срок до 15 марта", 14),
        ("Завтра последний день подачи", 1),
        ("Приехали 5 дней назад", None),
        ("У меня двое детей 5 и 7 лет", None),
        ("до 31 февраля", None),
        ("Тэрмін да 15 сакавіка", 14),
        ("do 15 marca muszę opuścić mieszkanie", 14),
        ("turiu išsikraustyti iki penktadienio", 5),
        ("Праз тры тыдні сканчаецца віза", 21),
        ("w ciągu 7 dni mam dosłać dokumenty", 7),
        ("The hearing is tomorrow", 1),
        ("Паслязаўтра суд", 2),
        ("Ostalos 6 dnej na odvolanie", 6),
        ("14 дней на апелляцию, получил 4 дня назад", 10),
        ("Виза закончилась 1 февраля", None),
        ("Живу тут 2 месяца", None),
        ("У пятніцу званіла ва ўрад, казалі чакаць", None),
        ("Во вторник были в поликлинике, врач выписал рецепт", None),
        ("do czwartku muszę dosłać dokumenty", 4),
    ],
)
def test_days_left_are_read_or_left_unknown(story: str, days: int | None) -> None:
    march_first = timezone.datetime(2026, 3, 1).date()
    assert days_left(story, march_first) == days


def test_what_has_no_known_word_has_no_topic() -> None:
    assert topic_of([]) == ("", [])


@pytest.mark.parametrize(
    "story",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE cases_suggestion; --",
        "\u202eобратно\u200b",
        "а " * 5000,
        "🙂",
    ],
)
def test_adversarial_text_changes_nothing_but_its_own_row(
    story: str, legalization: Any, office_warsaw: Any
) -> None:
    other = make_request(office=office_warsaw, story=RENEWAL)
    before = suggested(other)
    suggested(make_request(office=office_warsaw, story=story))
    after = Suggestion.objects.get(pk=other.pk)
    assert (before.concepts, before.topic_id) == (after.concepts, after.topic_id)


def test_danger_raises_the_request_at_once_and_tells_operators_without_content(
    office_warsaw: Any, alena_operator: User, maks_lawyer: User
) -> None:
    help_request = make_request(office=office_warsaw, story="Памажыце, муж мяне б'е")
    suggested(help_request)
    help_request.refresh_from_db()
    assert help_request.urgency == Urgency.EMERGENCY
    assert Event.objects.filter(help_request=help_request, kind="danger").count() == 1
    ring_due()  # what the worker does at once; nobody is on duty and there is no coordinator
    assert [message.user_id for message in OutgoingMessage.objects.all()] == [alena_operator.pk]
    suggested(help_request)
    ring_due()
    assert OutgoingMessage.objects.count() == 1


def test_an_imported_danger_wakes_nobody(office_warsaw: Any, alena_operator: User) -> None:
    suggested(make_request(office=office_warsaw, story="муж мяне б'е", channel=Channel.IMPORT))
    assert ring_due() == 0
    assert not OutgoingMessage.objects.exists()


def test_the_program_never_changes_what_a_person_decided(office_warsaw: Any, alena_operator: User) -> None:
    help_request = make_request(office=office_warsaw, story="муж мяне б'е")
    decide(help_request=help_request, decision=Decision(urgency=Urgency.LOW), by=alena_operator)
    suggested(help_request)
    help_request.refresh_from_db()
    assert help_request.urgency == Urgency.LOW


def test_an_erased_story_is_left_alone(office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    erase_key(help_request.inbox_key)
    compute_suggestion(str(help_request.pk))
    assert not Suggestion.objects.exists()


def test_the_sweep_finds_what_the_broker_lost(office_warsaw: Any) -> None:
    make_request(office=office_warsaw)
    done = make_request(office=office_warsaw)
    suggested(done)
    make_request(office=office_warsaw, status=Status.CLOSED)
    assert suggest_missing() == 1


def test_the_same_problem_is_found_with_its_reason(
    legalization: Any, office_warsaw: Any, alena_operator: User
) -> None:
    mine = make_request(office=office_warsaw, story=RENEWAL)
    alike = make_request(
        office=office_warsaw, language="ru", story="Карта побыту заканчивается, работодатель не подписывает"
    )
    other = make_request(office=office_warsaw, story="Шукаем дзіцячы садок для малой")
    for help_request in (mine, alike, other):
        suggested(help_request)
    with translation.override("en"):
        found = similar_to(mine, Suggestion.objects.get(pk=mine.pk), alena_operator)
    assert [item.help_request.pk for item in found] == [alike.pk]
    assert found[0].reasons[0] == "same topic"
    assert "residence card" in " ".join(found[0].reasons)


RENEWALS = (
    "Карта побыту по работе, подаю на продление, работодатель не даёт приложение",
    "Карта пабыту па працы, прадаўжэнне карты, працадаўца не падпісвае паперу",
)


@pytest.mark.parametrize(
    ("language", "stage", "country", "side"),
    [
        ("be", "падаўжэнне", "Польшча", "працадаўц"),
        ("ru", "продление", "Польша", "работодател"),
        ("pl", "przedłużenie", "Polska", "pracodawc"),
        ("lt", "pratęsimas", "Lenkija", "darbdav"),
        ("en", "renewal", "Poland", "employer"),
    ],
)
def test_the_reasons_name_procedure_stage_country_and_side_in_each_language(
    legalization: Any, office_warsaw: Any, alena_operator: User,
    language: str, stage: str, country: str, side: str,
) -> None:  # fmt: skip
    mine, alike = (make_request(office=office_warsaw, language="ru", story=story) for story in RENEWALS)
    for help_request in (mine, alike):
        suggested(help_request)
    with translation.override(language):
        (found,) = similar_to(mine, Suggestion.objects.get(pk=mine.pk), alena_operator)
        words = " · ".join(found.reasons)
    for wanted in (stage, country, side):
        assert wanted in words
    heads = [reason.partition(":")[0] for reason in found.reasons]
    assert len(heads) == len(set(heads)) >= 4
    if language != "en":
        assert "same" not in words


def test_alike_requests_of_another_country_office_or_closed_are_not_shown(
    legalization: Any, office_warsaw: Any, office_vilnius: Any, alena_operator: User
) -> None:
    mine = make_request(office=office_warsaw, story=RENEWAL)
    others = [
        make_request(office=office_vilnius, story=RENEWAL),
        make_request(office=office_warsaw, country="LT", story=RENEWAL),
        make_request(office=office_warsaw, story=RENEWAL, status=Status.CLOSED),
    ]
    for help_request in (mine, *others):
        suggested(help_request)
    assert similar_to(mine, Suggestion.objects.get(pk=mine.pk), alena_operator) == []


def test_accepting_takes_what_was_suggested(
    legalization: Any, office_warsaw: Any, alena_operator: User
) -> None:
    help_request = make_request(office=office_warsaw)
    found = Found(topic=legalization, urgency=Urgency.HIGH, flags=["single_parent"])
    keep_suggestion(help_request=help_request, found=found)
    accept(help_request=help_request, part="all", by=alena_operator)
    help_request = HelpRequest.objects.select_related("suggestion__topic").get(pk=help_request.pk)
    assert (help_request.topic, help_request.urgency, help_request.flags) == (
        legalization,
        Urgency.HIGH,
        ["single_parent"],
    )
    assert help_request.status == Status.TRIAGED
    assert all(part.is_taken for part in parts_of(help_request))


def test_who_decides_second_sees_what_happened(office_warsaw: Any, alena_operator: User) -> None:
    help_request = make_request(office=office_warsaw)
    decide(help_request=help_request, decision=Decision(urgency=Urgency.HIGH), by=alena_operator, seen=0)
    with pytest.raises(NotNow):
        decide(help_request=help_request, decision=Decision(urgency=Urgency.LOW), by=alena_operator, seen=0)


def test_a_lawyer_without_the_request_may_not_sort_it(office_warsaw: Any, maks_lawyer: User) -> None:
    with pytest.raises(Refused):
        decide(help_request=make_request(office=office_warsaw), decision=Decision(), by=maks_lawyer)


def test_taking_everything_never_lowers_the_urgency(office_warsaw: Any, alena_operator: User) -> None:
    help_request = make_request(office=office_warsaw, urgency=Urgency.EMERGENCY)
    keep_suggestion(help_request=help_request, found=Found(urgency=Urgency.NORMAL))
    accept(help_request=help_request, part="all", by=alena_operator)
    help_request = HelpRequest.objects.select_related("suggestion__topic").get(pk=help_request.pk)
    assert help_request.urgency == Urgency.EMERGENCY
    assert "urgency" not in [part.code for part in parts_of(help_request)]
