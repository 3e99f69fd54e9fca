"""One draft for a whole case: nothing that could name one member goes out to the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.legal.actions import send_to_members, set_label
from cases.legal.models import LegalCase, Membership
from cases.requests.models import Message
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.text.details import Known, findings
from tests.factories.legal import make_case, members_of
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
SENTENCES = (
    "Мы чакаем адказу. {} таксама чакае.",
    "Как и {}, принесите копии.",
    "Termin minął, {} już to wie.",
    "Atneškite dokumentus, kaip ir {}.",
    "{}",
)
WRITTEN = ("be", "ru", "pl", "lt", "en")
# Of her life: (what stands in her papers, in the ways in which people write it)
PHONES = ("+48 501 234 567", "501-234-567", "(+370) 612 34567", "80291234567")
BIRTHS = ("нарадзілася 12.03.1987", "родилась 12 марта 1987", "ur. 12.03.1987", "gimė 1987-03-12")
ADDRESSES = ("вул. Садовая 5", "ул. Советская, д. 12", "ul. Długa 12", "Gedimino pr. 12")
same_database = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@dataclass
class Group:
    """A case whose members the lawyer knows by labels of her own."""

    case: LegalCase
    members: list[Membership]
    lawyer: User

    def details(self, number: int) -> tuple[str, ...]:
        """What the others must never read about this member."""
        client, help_request = self.members[number].help_request.client, self.members[number].help_request
        own = (client.alias, client.alias.lower(), help_request.code, LABELS[number], FILES[number])
        return (*own, LABELS[number].split()[0], PHONES[number], BIRTHS[number], ADDRESSES[number])


LABELS = ("Ганна з пякарні", "Зянон, двое дзяцей", "Rūta", "Яд")
FILES = ("WSC-II-P.6151.77.2026", "ABC/12", "77/26", "q9")


@pytest.fixture
def group(alena_operator: User, maks_lawyer: User) -> Group:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=4)
    for number, member in enumerate(members_of(case)):
        set_label(membership=member, label=LABELS[number], file_number=FILES[number], by=maks_lawyer)
    return Group(case, members_of(case), maks_lawyer)


@same_database
@given(data=st.data())
def test_no_detail_of_any_member_leaves_in_any_sentence_though_every_doubt_is_ticked(
    group: Group, data: st.DataObject
) -> None:
    detail = data.draw(st.sampled_from(group.details(data.draw(st.integers(0, 3)))))
    sentence = data.draw(st.sampled_from(SENTENCES)).format(detail)
    texts = dict.fromkeys(data.draw(st.sets(st.sampled_from(WRITTEN))), "паперы гатовыя")
    texts[data.draw(st.sampled_from(WRITTEN))] = sentence
    doubts = [word for code, text in texts.items() for word in findings(text, language=code).doubtful]
    with pytest.raises(NotNow):
        send_to_members(legal_case=group.case, texts=texts, looked_at=doubts, by=group.lawyer)
    assert not Message.objects.exists()


def test_a_word_that_could_be_a_name_and_a_whole_date_wait_for_a_tick(
    client: Client, sign_in: SignIn, group: Group
) -> None:
    sign_in(client, group.lawyer)
    url = reverse("legal:send", args=[group.case.pk])
    typed = {"draft_id": str(uuid4()), "text_be": "Закон ад 12.12.2013, як казаў Мікола."}
    asked = client.post(url, typed)
    html = asked.content.decode()
    assert (asked.status_code, Message.objects.count()) == (422, 0)
    offered = re.findall(r'name="looked_at" value="([^"]+)"', html)
    assert offered == ["12.12.2013", "Мікола"]
    assert client.post(url, {**typed, "looked_at": offered[:1]}).status_code == 422
    assert client.post(url, {**typed, "looked_at": offered}).status_code == 302
    assert Message.objects.count() == 4


def test_the_page_names_what_has_to_go_and_keeps_what_was_typed(
    client: Client, sign_in: SignIn, group: Group
) -> None:
    sign_in(client, group.lawyer)
    other = group.members[1].help_request
    text = f"{other.client.alias} ужо падаў, Ганна чакае, 501 234 567."
    answer = client.post(reverse("legal:send", args=[group.case.pk]), {"text_be": text})
    html = answer.content.decode()
    assert answer.status_code == 422
    gone = html.partition("This has to go")[2].partition("</ul>")[0]
    assert all(f">{words}</b>" in gone for words in (other.client.alias, "Ганна", "501 234 567"))
    assert "the lawyer's own label" in gone.replace("&#x27;", "'")
    assert text in html


def test_ordinary_words_that_only_resemble_a_short_label_pass(group: Group) -> None:
    sent = send_to_members(legal_case=group.case, texts={"be": "У яду няма патрэбы."}, by=group.lawyer)
    assert len(sent) == 4


def test_a_common_word_in_a_label_stays_usable() -> None:
    known = Known(labels=["Варшава, Ганна"])
    assert not findings("Варшава вялікая.", language="be", known=known).refused
    assert findings("Ганна ў горадзе.", language="be", known=known).refused
