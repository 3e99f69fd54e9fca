"""Canned replies with fields: kept in five languages, filled at use, never sent with a gap."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.answers.actions import Draft, reply
from cases.answers.actions.canned import keep_canned, retire_canned
from cases.answers.models import CannedReply
from cases.answers.rules.canned import FIELDS, fields_in, fill, missing_in, what_is_wrong
from cases.requests.models import HelpRequest, Message
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.accounts import UserFactory
from tests.factories.knowledge import make_article
from tests.factories.requests import make_request

LIST = "/desk/canned/"
TEXTS = {
    "be": "Вітаем, {alias}! Чакаем вас {date} у {office}. Прачытайце: {link}",
    "ru": "Здравствуйте, {alias}! Ждём вас {date} в {office}. Прочитайте: {link}",
    "pl": "Dzień dobry, {alias}! Czekamy {date}, {office}. Proszę przeczytać: {link}",
    "lt": "Sveiki, {alias}! Laukiame {date}, {office}. Perskaitykite: {link}",
    "en": "Hello, {alias}! We expect you on {date} at {office}. Please read: {link}",
}


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.delete("answers:canned")


@pytest.fixture
def writer(office_warsaw: Office) -> User:
    """Somebody who answers people and edits what many read."""
    return UserFactory.create(roles=[Role.OPERATOR, Role.EDITOR], office=office_warsaw)


@pytest.fixture
def desk(client: Client, sign_in: Any, writer: User) -> Client:
    return sign_in(client, writer)


@pytest.fixture
def invitation(writer: User) -> CannedReply:
    return keep_canned(reply=None, title="Come to us", texts=TEXTS, by=writer)


def bodies(help_request: HelpRequest) -> list[tuple[str, str]]:
    rows = Message.objects.filter(help_request=help_request).order_by("sent_at", "pk")
    return [
        (row.language, reveal_one(row, ["body"], by=SYSTEM, reason=Reason.SUGGESTIONS)["body"])
        for row in rows
    ]


def typed(canned: CannedReply, **more: Any) -> dict[str, Any]:
    return {"words": "", "language": "ru", "once": str(uuid4()), "seen": "0", "do": "send",
            "canned": str(canned.pk), **more}  # fmt: skip


def test_the_small_form_asks_for_the_fields_and_knows_what_the_request_says(
    desk: Client, invitation: CannedReply, office_warsaw: Any
) -> None:
    one = make_request(office=office_warsaw, language="lt")
    address = reverse("answers:reply", args=[one.pk])
    html = desk.post(address, typed(invitation, do="canned")).content.decode()
    assert TEXTS["lt"].split("{")[0] in html
    assert f'value="{one.client.alias}"' in html
    assert f'value="{office_warsaw}"' in html
    assert 'type="date"' in html
    assert not Message.objects.exists()


@pytest.mark.parametrize("lacking", ["with_date", "article", "with_alias"])
def test_a_missing_field_refuses_to_send_and_keeps_what_was_typed(
    desk: Client, invitation: CannedReply, office_warsaw: Any, lacking: str
) -> None:
    one, article = make_request(office=office_warsaw), make_article("pl-pesel")
    data = typed(
        invitation, with_alias="Ліпа", with_office="Warsaw", with_date="2026-12-03", article=article.slug,
        find="PESEL", words="Да сустрэчы!",
    )  # fmt: skip
    late = desk.post(reverse("answers:reply", args=[one.pk]), {**data, lacking: ""})
    assert late.status_code == 422
    assert "Да сустрэчы!" in late.content.decode()
    assert not Message.objects.exists()
    draft = Draft(words="", language="be", once=uuid4(), canned=invitation.pk, fields={"alias": "x"})
    with pytest.raises(NotNow):
        reply(help_request=one, draft=draft, by=User.objects.get(role_grants__role="operator"))
    assert not Message.objects.exists()


def test_it_is_sent_filled_in_her_language_and_free_words_keep_their_own_label(
    desk: Client, invitation: CannedReply, office_warsaw: Any
) -> None:
    one, article = make_request(office=office_warsaw, language="be"), make_article("pl-pesel")
    data = typed(
        invitation, with_alias="Ліпа", with_office="офіс у Варшаве", with_date="2026-12-03",
        article=article.slug, words="Увидимся!",
    )  # fmt: skip
    assert desk.post(reverse("answers:reply", args=[one.pk]), data).status_code == 302
    sent = dict(bodies(one))
    assert set(sent) == {"be", "ru"}
    assert sent["ru"] == "Увидимся!"
    assert "Вітаем, Ліпа! Чакаем вас 3 снежня у офіс у Варшаве." in sent["be"]
    assert article.title_be in sent["be"]
    assert f"/be/articles/{article.slug}/" in sent["be"]
    assert "{" not in sent["be"]


def test_what_stands_in_a_value_is_never_read_as_a_field() -> None:
    assert fill("{place}, {date}", {"place": "{date} {alias}", "date": "3 May"}) == "{date} {alias}, 3 May"


NAMES = st.sampled_from(sorted(FIELDS))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(NAMES, min_size=1, max_size=6),
    given_now=st.dictionaries(NAMES, st.sampled_from(["", " ", "x", "{date}", "3 May"])),
)
def test_no_text_leaves_with_a_gap(names: list[str], given_now: dict[str, str]) -> None:
    text = " ".join(f"{{{name}}}" for name in names)
    lacking = missing_in(text, given_now)
    assert set(lacking) == {name for name in names if not given_now.get(name, "").strip()}
    if lacking:
        with pytest.raises(ValueError, match="without a value"):
            fill(text, given_now)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"lt": ""}, ("lt", "empty")),
        ({"pl": TEXTS["pl"] + " {surname}"}, ("pl", "unknown")),
        ({"ru": TEXTS["ru"] + " }"}, ("ru", "loose")),
        ({"en": "Hello {alias}"}, ("en", "other")),
    ],
)
def test_a_reply_is_kept_only_whole(
    desk: Client, writer: User, change: dict[str, str], why: tuple[str, str]
) -> None:
    texts = {**TEXTS, **change}
    found = what_is_wrong(texts)
    assert found is not None
    assert found[1] == why[1]
    data = {"title": "x", **{f"text_{code}": text for code, text in texts.items()}}
    assert desk.post(f"{LIST}new/", data).status_code == 422
    with pytest.raises(NotNow):
        keep_canned(reply=None, title="x", texts=texts, by=writer)
    assert not CannedReply.objects.exists()


def test_editors_keep_them_and_others_do_not(
    client: Client,
    sign_in: Any,
    alena_operator: User,
    writer: User,
    ina_editor: User,
    hanna_coordinator: User,
) -> None:
    data = {"title": "Come to us", **{f"text_{code}": text for code, text in TEXTS.items()}}
    assert sign_in(client, ina_editor).post(f"{LIST}new/", data).status_code == 302
    kept = CannedReply.objects.get()
    assert set(fields_in(kept.texts["be"])) == {"alias", "date", "office", "link"}
    again = {**data, "title": "Come", "seen": str(kept.version)}
    assert sign_in(client, writer).post(f"{LIST}{kept.pk}/", again).status_code == 302
    assert (
        sign_in(client, ina_editor).post(f"{LIST}{kept.pk}/", again).status_code == 422
    )  # somebody was faster
    for other in (hanna_coordinator, alena_operator):
        assert sign_in(client, other).get(LIST).status_code == 403
        assert sign_in(client, other).post(f"{LIST}new/", data).status_code == 403
    with pytest.raises(Refused):
        retire_canned(reply=kept, by=hanna_coordinator)
    verbs = AccessEntry.objects.filter(object_id=str(kept.pk)).values_list("verb", flat=True)
    assert list(verbs) == ["canned.keep", "canned.keep"]


def test_one_that_was_put_away_is_offered_no_more_and_undo_brings_it_back(
    desk: Client, invitation: CannedReply, office_warsaw: Any
) -> None:
    page = reverse("answers:reply", args=[make_request(office=office_warsaw).pk])
    assert "Come to us" in desk.get(page).content.decode()
    html = desk.post(f"{LIST}{invitation.pk}/away/", follow=True).content.decode()
    assert f'formaction="{LIST}{invitation.pk}/away/"' in html
    cache.delete("answers:canned")
    assert "Come to us" not in desk.get(page).content.decode()
    desk.post(f"{LIST}{invitation.pk}/away/", {"undo": ""})
    assert CannedReply.objects.live().count() == 1


def test_the_list_costs_the_same_with_one_and_with_many(
    desk: Client, writer: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        keep_canned(reply=None, title=f"Reply {number}", texts=TEXTS, by=writer)
    desk.get(LIST)
    with django_assert_max_num_queries(6):
        html = desk.get(LIST).content.decode()
    assert html.count("data-row") == 30
