"""A small desk with something of everything, and a browser at work for each role of the safety matrix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone

from cases.answers.actions.recalls import notice_changes
from cases.requests.actions import add_staff_message
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status
from cases.waiting.actions import pause_topic
from cases.waiting.rules import Reason
from helpdesk.accounts.models import Office, RoleGrant, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.team.actions.letting_in import new_invitation
from helpdesk.team.models import SignInReset
from knowledge.articles.models import Significance, Topic
from tests.architecture.bundle import SECRETS, Bundle, Staff, make_bundle, make_staff, make_volunteer
from tests.architecture.passkeys import credential
from tests.factories.accounts import PASSWORD, OfficeFactory, UserFactory
from tests.factories.directory import make_service
from tests.factories.knowledge import make_article, make_topic, make_value, publish_text
from tests.factories.referrals import make_partner, make_referral
from tests.factories.requests import make_request
from tests.factories.web import unlock
from tests.personas import SignIn

ROLES = ("anon", "client", "vol0", "vol1", "oper", "lawyer", "coord", "editor", "admin", "auditor")
_STAFF = {
    "oper": Role.OPERATOR,
    "lawyer": Role.LAWYER,
    "coord": Role.COORDINATOR,
    "editor": Role.EDITOR,
    "admin": Role.ADMINISTRATOR,
    "auditor": Role.AUDITOR,
}


@dataclass
class World:
    """Everybody and everything; `own` is Warsaw, `foreign` is Vilnius, the `people` work in Warsaw."""

    people: dict[str, User]
    away: dict[str, User]
    sign_in: SignIn
    own: Bundle
    foreign: Bundle
    topic: Topic
    newcomer: User
    grant: RoleGrant
    reset: SignInReset
    token: str
    sealed_off: HelpRequest  # of the own office, for nobody but named people
    ungranted: HelpRequest  # of the own office, in nobody's hands

    def enter(self, role: str) -> Browser:
        """A browser in which this role has just signed in; the client's holds the receipt of `own.holder`."""
        browser = Browser(raise_request_exception=False)
        if role == "client":
            unlock(browser, self.own.holder.digits)
        elif role != "anon":
            self.sign_in(browser, self.people[role])
        return browser


def build(sign_in: SignIn) -> World:
    """`vol1` is vetted to tier 2 and holds `own.held`; `vol0` holds a tier-0 task."""
    topic = make_topic("documents")
    make_article("pl-pesel", topic=topic)
    make_value("pl-fee")
    make_service("helpers", topics=[topic])
    warsaw = OfficeFactory.create()
    vilnius = OfficeFactory.create(slug="vilnius", name="Vilnius", country="LT", city="Vilnius")
    people, away = (_team(office, suffix) for office, suffix in ((warsaw, ""), (vilnius, "-away")))
    newcomer = UserFactory.create(email="new@ganak.example", name="Newcomer", office=warsaw, factors=())
    invited = UserFactory.create(email="invited@ganak.example", office=warsaw, factors=(), is_active=False)
    world = World(
        people=people,
        away=away,
        sign_in=sign_in,
        own=make_bundle(warsaw, _working(people), topic),
        foreign=make_bundle(vilnius, _working(away), topic),
        topic=topic,
        newcomer=newcomer,
        grant=RoleGrant.objects.create(user=newcomer, role=Role.EDITOR, proposed_by=away["admin"]),
        reset=SignInReset.objects.create(user=newcomer, proposed_by=away["admin"]),
        token=new_invitation(invited, by=people["admin"])[1],
        sealed_off=make_request(office=warsaw, story=SECRETS["story"], topic=topic, status=Status.TRIAGED),
        ungranted=make_request(office=warsaw, story=SECRETS["story"], topic=topic, status=Status.TRIAGED),
    )
    _advise(world)
    _pause(people["coord"], away["coord"])
    _hand_on(world)
    Authenticator.objects.update(data={"name": "A key", "credential": credential()})
    with writing():
        HelpRequest.objects.filter(pk=world.sealed_off.pk).update(sensitivity=3)
    return world


def _pause(*coordinators: User) -> None:
    """A topic that nothing else is about rests in each country."""
    for coordinator in coordinators:
        assert coordinator.office is not None
        pause_topic(
            topic=make_topic("paused"),
            country=coordinator.office.country,
            reason=Reason.TOO_MANY,
            until_on=timezone.localdate() + timedelta(days=20),
            words={},
            by=coordinator,
        )


def _hand_on(world: World) -> None:
    """A request of each office waits for the client's word on a partner."""
    for bundle, team in ((world.own, world.people), (world.foreign, world.away)):
        country = bundle.plain.country
        partner = make_partner(world.topic, name=f"Partner-{country}", country=country)
        make_referral(HelpRequest.objects.get(pk=bundle.plain.pk), partner, by=team["oper"])


def _advise(world: World) -> None:
    """Both lawyers cited an article whose advice has changed since: a recall waits for a decision."""
    article = make_article("pl-changed", {"be": ("Тэрмін", "", "Трыццаць дзён.")}, topic=world.topic)
    for bundle in (world.own, world.foreign):
        revision = article.revisions.get()
        lawyer = User.objects.get(pk=bundle.staff.lawyer.pk)
        add_staff_message(
            help_request=bundle.plain, body=SECRETS["reply"], language="be", by=lawyer, revision=revision
        )
    publish_text(article, "be", "Тэрмін", "", "Чатырнаццаць дзён.", significance=Significance.MATERIAL)
    notice_changes()


def _team(office: Office, suffix: str) -> dict[str, User]:
    """One person for each role, all with the same password (hashing one takes longer than a page)."""
    team = {name: make_staff(office, f"{name}{suffix}", role) for name, role in _STAFF.items()}
    for tier, name in ((0, "vol0"), (2, "vol1")):
        team[name] = make_volunteer(office, f"{name}{suffix}", tier=tier)
    User.objects.filter(office=office).update(password=make_password(PASSWORD))
    return {name: User.objects.get(pk=user.pk) for name, user in team.items()}


def _working(team: dict[str, User]) -> Staff:
    return Staff(team["oper"], team["lawyer"], team["vol0"], team["vol1"])


def session_of(browser: Browser) -> SessionBase:
    """The desk session behind this browser's cookie."""
    key = browser.cookies[settings.DESK_SESSION_COOKIE].value
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return store


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
