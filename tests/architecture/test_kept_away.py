"""Whom a client keeps away meets nothing of hers: every page of the desk is walked as that person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from django.db.models import Q
from django.test import Client as Browser
from django.urls import reverse
from django.utils.translation import override

from cases.casefile.actions.exclusions import exclude, take_back_exclusion
from cases.casefile.queries.names import people_named
from cases.duty.queries import who_may_see
from cases.legal.actions import add_member
from cases.requests.models import Exclusion, HelpRequest
from cases.volunteering.models import Task
from cases.volunteering.workflow import TaskStatus
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from tests.architecture.access_table import Row, address, rows, url_names
from tests.architecture.world import World, undone
from tests.factories.requests import make_request

pytestmark = pytest.mark.django_db
WHO = ("oper", "lawyer", "coord", "vol0", "vol1", "editor", "admin", "auditor")
MEETS_HER = {"oper", "lawyer", "coord", "vol0", "vol1"}  # who meets some trace of hers at the desk
NEEDS = 8  # figures of what needs the coordinator stand before that of all open requests
REFUSALS = {"in", "door", "403", "404", "405"}  # pages of which test_access_table says that there are none
LISTS = ("triage:queue", "legal:list", "volunteering:board", "mentoring:list", "workload:dashboard")


@pytest.fixture
def tasks(world: World) -> None:
    """The volunteers' tasks, held, asked for and on the board, are for her."""
    own = world.own
    for_her = [own.held.task_id, own.asked.task_id, own.easy_held.task_id, own.open_task.pk, own.easy_task.pk]
    with writing():
        Task.objects.filter(pk__in=for_her).update(help_request=own.plain)


_ID = re.compile(r"[0-9a-f-]{36}")


def traces(world: World) -> list[str]:
    """All by which she could be recognised: alias, codes, ids of her requests and of what hangs on them."""
    requests = HelpRequest.objects.filter(client=world.own.holder.client)
    found = [
        world.own.holder.client.alias,
        str(world.own.invitation.pk),
        str(world.own.invitation.membership_id),
    ]
    found += [str(value) for row in requests.values_list("code", "pk") for value in row]
    found += [str(pk) for pk in Task.objects.filter(help_request__in=requests).values_list("pk", flat=True)]
    return [*found, str(world.own.mentorship.pk)]


def walk(world: World, role: str) -> Iterator[tuple[str, str]]:
    """Every page that this role can fetch by the table, with the filters and searches of the lists."""
    browser = world.enter(role)
    for query in _searches(world):
        yield query, browser.get(query).content.decode()
    known = url_names() - {"exit"}
    for row in rows():
        if row.method == "GET" and row.cells[role] not in REFUSALS and row.name in known:
            yield str(row), fetch(world, browser, row)
            if row.name == "account_logout":
                browser = world.enter(role)


def fetch(world: World, browser: Browser, row: Row) -> str:
    """What stands there; nothing where this person may not even make what the address is about."""
    with undone():
        try:
            response = browser.get(address(row, world))
        except Refused:
            return ""
    return "" if response.streaming else response.content.decode(errors="replace")


def _searches(world: World) -> list[str]:
    queue = reverse("triage:queue")
    found = [f"{queue}?find={word}" for word in (world.own.holder.client.alias, world.own.plain.code)]
    return found + [f"{queue}?status={status}&turn=" for status in ("open", "closed", "in_case", "triaged")]


def met(pages: Iterable[tuple[str, str]], looked_for: list[str]) -> Iterator[str]:
    """Where she was met; the word that somebody just typed into the search stands in its own field."""
    for page, text in pages:
        without_field = re.sub(r'value="[^"]*"', "", text) if "?find=" in page else text
        # The log is never rewritten and holds ids that say nothing: no alias, no code may stand there.
        words = (
            [trace for trace in looked_for if not _ID.fullmatch(trace)] if "audit:log" in page else looked_for
        )
        yield from (f"{page}: {trace}" for trace in words if trace in without_field)


def keep_away(world: World, role: str) -> None:
    holder = world.own.holder
    exclude(client=holder.client, name=world.people[role].name, by=holder.actor, opener=holder.key)


@pytest.mark.parametrize("role", WHO)
def test_no_page_of_the_desk_shows_her_any_more(world: World, tasks: None, role: str) -> None:
    add_member(
        legal_case=world.own.legal_case, help_request=world.ungranted, by=world.people["oper"]
    )  # so that the case itself is still there for others
    looked_for = traces(world)
    if role in MEETS_HER:
        assert next(met(walk(world, role), looked_for), "")
    keep_away(world, role)
    assert list(met(walk(world, role), looked_for)) == []


@pytest.mark.parametrize("role", ["oper", "lawyer", "coord"])
def test_what_is_hers_answers_as_what_never_was(world: World, role: str) -> None:
    keep_away(world, role)
    browser = world.enter(role)
    for row in rows():
        if row.thing == "own" and row.name in HERS:
            with undone():
                response = getattr(browser, row.method.lower())(address(row, world))
            assert response.status_code in {403, 404, 405}, f"{row}: {response.status_code}"


HERS = {
    "casefile:open",
    "casefile:note",
    "triage:assign",
    "triage:decide",
    "triage:accept",
    "answers:reply",
    "closing:close",
    "volunteering:new_task",
    "mentoring:start",
    "mentoring:open",
    "legal:label",
    "legal:remove",
    "legal:open",
    "legal:answer",
}


def figures(browser: Browser) -> str:
    """The numbers of the lists and of the dashboard, without the words around them."""
    pages = [browser.get(reverse(name)).content.decode() for name in LISTS]
    return " ".join(re.findall(r'class="figure">\s*(?:<[^>]+>\s*)*(\d+)', " ".join(pages)))


@pytest.mark.parametrize("role", ["coord"])
def test_no_figure_counts_her(world: World, role: str) -> None:
    """The dashboard of the one kept away is that of an office which she never turned to."""
    keep_away(world, role)
    without = figures(world.enter(role))
    with undone():
        entry = Exclusion.objects.all()[0].entry
        take_back_exclusion(client=world.own.holder.client, entry=entry, by=world.own.holder.actor)
        seen = figures(world.enter(role))
    assert seen != without
    mine = HelpRequest.objects.known_to(world.people[role]).filter(office=world.own.office).open()
    assert without.split()[NEEDS] == str(mine.count())


class TestHandedBack:
    """What the one kept away held is free for others at once."""

    def test_her_requests_are_in_the_queue_again_and_in_nobodys_hands(self, world: World) -> None:
        keep_away(world, "lawyer")
        mine = HelpRequest.objects.filter(client=world.own.holder.client)
        lawyer = world.people["lawyer"]
        assert not mine.filter(Q(assigned_to=lawyer) | Q(memberships__assigned_before=lawyer)).exists()
        assert not mine.filter(memberships__left_at=None, memberships__legal_case__isnull=False).exists()
        assert mine.filter(events__kind="unassigned").exists()
        queue = world.enter("oper").get(f"{reverse('triage:queue')}?turn=").content.decode()
        assert world.own.plain.code in queue

    def test_a_volunteers_claim_ends_and_the_task_is_on_the_board_for_others(
        self, world: World, tasks: None
    ) -> None:
        keep_away(world, "vol1")
        task = Task.objects.get(pk=world.own.held.task_id)
        assert task.status == TaskStatus.OPEN.value
        assert not task.claims.filter(ended_at=None).exists()

    def test_a_mentors_month_ends(self, world: World) -> None:
        keep_away(world, "vol1")
        world.own.mentorship.refresh_from_db()
        assert world.own.mentorship.status == "ended"

    def test_nobody_can_give_her_back_to_that_person(self, world: World) -> None:
        keep_away(world, "lawyer")
        browser = world.enter("oper")
        with override("be"):
            target = reverse("triage:assign", args=[world.own.plain.pk])
        browser.post(target, {"to": str(world.people["lawyer"].pk)})
        world.own.plain.refresh_from_db()
        assert world.own.plain.assigned_to_id is None

    def test_no_mail_about_her_reaches_that_person(self, world: World) -> None:
        others = make_request(office=world.own.office)
        keep_away(world, "oper")
        oper = world.people["oper"]
        assert who_may_see(HelpRequest.objects.get(pk=world.own.plain.pk), [oper]) == []
        assert who_may_see(others, [oper]) == [oper]

    def test_she_can_take_it_back(self, world: World) -> None:
        keep_away(world, "oper")
        holder = world.own.holder
        take_back_exclusion(client=holder.client, entry=Exclusion.objects.all()[0].entry, by=holder.actor)
        assert (
            world.own.plain.code
            in world.enter("oper").get(f"{reverse('triage:queue')}?turn=").content.decode()
        )


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siarhei", "Сергей"),
        ("Siarhei", "сяргей"),
        ("Dzmitry Kavalionak", "Дмитрий Ковалёнок"),
        ("Алена", "ALENA"),
        ("Rūta", "ruta"),
        ("Łukasz Żak", "zak lukasz"),
        ("Наталля", "Наталья"),
        ("Алег", "Олег"),
        ("Maks Novik", "Макс"),
    ],
)
def test_a_name_is_known_by_its_sound(alena_operator: User, name: str, typed: str) -> None:
    User.objects.filter(pk=alena_operator.pk).update(name=name)
    assert [user.pk for user in people_named(typed)] == [alena_operator.pk]


@pytest.mark.parametrize("typed", ["Марына", "Алег", "a", "...", "1", "Alena Novik"])
def test_another_name_is_not_hers(alena_operator: User, typed: str) -> None:
    assert people_named(typed) == []
