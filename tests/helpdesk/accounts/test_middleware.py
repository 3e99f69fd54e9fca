"""Promises at the door: two cookies, the reader's language, closed views, sign-ins that end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from helpdesk.accounts.access import Access
from helpdesk.accounts.middleware import ClosedByDefault, TwoFaceSession
from helpdesk.accounts.models import StaffSession, User

SignIn = Callable[[Client, User], Client]
Inner = Callable[[HttpRequest], HttpResponse]


def through_session(
    path: str, view: Callable[[HttpRequest], HttpResponse], cookies: Any = None
) -> HttpResponse:
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies or {})
    response = TwoFaceSession(view)(request)
    assert isinstance(response, HttpResponse)
    return response


def remember(request: HttpRequest) -> HttpResponse:
    request.session["something"] = 1
    return HttpResponse()


@pytest.mark.parametrize(
    ("path", "name", "samesite"),
    [
        ("/be/write/", settings.PUBLIC_SESSION_COOKIE, "Lax"),
        ("/desk/queue/", settings.DESK_SESSION_COOKIE, "Strict"),
    ],
)
def test_each_face_has_its_own_cookie_without_lifetime(path: str, name: str, samesite: str) -> None:
    response = through_session(path, remember)
    assert set(response.cookies) == {name}
    cookie = response.cookies[name]
    assert cookie["samesite"] == samesite
    assert cookie["path"] == "/"
    assert cookie["httponly"]
    assert not cookie["expires"]
    assert not cookie["max-age"]
    assert not cookie["domain"]


def test_a_desk_session_is_unknown_on_the_public_face() -> None:
    cookie = through_session("/desk/", remember).cookies[settings.DESK_SESSION_COOKIE].value
    seen: list[bool] = []

    def look(request: HttpRequest) -> HttpResponse:
        seen.append("something" in request.session)
        return HttpResponse()

    through_session("/be/", look, {settings.DESK_SESSION_COOKIE: cookie})
    through_session("/desk/", look, {settings.DESK_SESSION_COOKIE: cookie})
    assert seen == [False, True]


def test_a_reader_gets_no_cookie() -> None:
    response = through_session("/be/", lambda request: HttpResponse(str(request.session.get("x"))))
    assert not response.cookies
    assert "Cookie" in response.headers["Vary"]


def test_a_flushed_session_takes_its_cookie_away() -> None:
    name = settings.PUBLIC_SESSION_COOKIE
    key = through_session("/be/", remember).cookies[name].value

    def leave(request: HttpRequest) -> HttpResponse:
        request.session.flush()
        return HttpResponse()

    response = through_session("/be/", leave, {name: key})
    assert response.cookies[name].value == ""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    assert not store().exists(key)


def test_a_session_ended_elsewhere_is_not_an_error() -> None:
    name = settings.PUBLIC_SESSION_COOKIE
    key = through_session("/be/", remember).cookies[name].value

    def slow(request: HttpRequest) -> HttpResponse:
        request.session["more"] = 2
        import_module(settings.SESSION_ENGINE).SessionStore().delete(key)
        return HttpResponse()

    assert through_session("/be/", slow, {name: key}).cookies[name].value == ""


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("be;q=0.5, ru", "be"),
        ("ru-RU,ru;q=0.9,be;q=0.1", "be"),
        ("ru", "ru"),
        ("lt-LT", "lt"),
        ("fr, de;q=0.9", "be"),
        ("", "be"),
    ],
)
def test_the_first_address_leads_to_the_readers_language(client: Client, wish: str, language: str) -> None:
    response = client.get("/", headers={"Accept-Language": wish})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]
    assert not response.cookies


def test_an_address_without_language_gets_one(client: Client) -> None:
    response = client.get("/exit/", headers={"Accept-Language": "lt"})
    assert response.headers["Location"] == "/lt/exit/"


def test_the_desk_speaks_the_language_of_the_user(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    User.objects.filter(pk=alena_operator.pk).update(language="lt")
    response = sign_in(client, alena_operator).get(reverse("team:me"), headers={"Accept-Language": "ru"})
    assert response.headers["Content-Language"] == "lt"


def test_the_sign_in_page_asks_the_browser_for_its_language(client: Client, db: None) -> None:
    response = client.get(reverse("account_login"), headers={"Accept-Language": "pl"})
    assert response.headers["Content-Language"] == "pl"


def door(view: Any, name: str = "somewhere", user: Any = None, path: str = "/be/") -> Any:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    request.resolver_match = SimpleNamespace(view_name=name)  # type: ignore[assignment]
    return ClosedByDefault(lambda request: HttpResponse()).process_view(request, view, (), {})


def test_a_view_without_a_mark_does_not_exist() -> None:
    with pytest.raises(Http404):
        door(lambda request: HttpResponse())


def test_a_marked_view_is_served() -> None:
    view: Any = lambda request: HttpResponse()  # noqa: E731
    view.access = Access("public")
    assert door(view) is None


def test_a_foreign_view_is_served_only_by_its_name_on_the_list() -> None:
    foreign: Any = lambda request: HttpResponse()  # noqa: E731
    assert door(foreign, "account_login") is None
    assert door(foreign, "mfa_index").status_code == 302


def test_each_process_refuses_the_other_face(settings: Any) -> None:
    view: Any = lambda request: HttpResponse()  # noqa: E731
    view.access = Access("public")
    for face, path in (("public", "/desk/people/"), ("desk", "/be/")):
        settings.FACE = face
        with pytest.raises(Http404):
            door(view, path=path)


def out(client: Client) -> bool:
    response = client.get(reverse("team:me"))
    return response.status_code == 302 and response.headers["Location"] == reverse("account_login")


def test_a_sign_in_ends_after_thirty_idle_minutes(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    sign_in(client, alena_operator)
    with time_machine.travel(timezone.now() + timedelta(minutes=29)):
        assert not out(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=58)):
        assert not out(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=89)):
        assert out(client)
    assert not StaffSession.objects.exists()


def test_a_sign_in_ends_after_twelve_hours_of_work(
    client: Client, sign_in: SignIn, alena_operator: User
) -> None:
    sign_in(client, alena_operator)
    start = timezone.now()
    for quarter in range(1, 48):
        with time_machine.travel(start + timedelta(minutes=15 * quarter)):
            assert not out(client)
    with time_machine.travel(start + timedelta(hours=12, minutes=1)):
        assert out(client)


def test_looking_at_pages_writes_at_most_once_a_minute(
    client: Client, sign_in: SignIn, alena_operator: User, django_assert_num_queries: Any
) -> None:
    sign_in(client, alena_operator)
    before = StaffSession.objects.get().last_seen_at
    client.get(reverse("team:me"))
    assert StaffSession.objects.get().last_seen_at == before
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        client.get(reverse("team:me"))
    assert StaffSession.objects.get().last_seen_at > before


def test_a_deleted_row_ends_the_sign_in(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    sign_in(client, alena_operator)
    assert not out(client)
    StaffSession.objects.all().delete()
    assert out(client)
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"frozen_at": timezone.now()}])
def test_somebody_who_may_not_work_is_out_on_the_next_request(
    client: Client, sign_in: SignIn, alena_operator: User, change: dict[str, Any]
) -> None:
    sign_in(client, alena_operator)
    User.objects.filter(pk=alena_operator.pk).update(**change)
    assert out(client)


def test_the_row_of_a_sign_in_opens_nothing(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    sign_in(client, alena_operator)
    key = client.cookies[settings.DESK_SESSION_COOKIE].value
    row = StaffSession.objects.get()
    assert key not in str(vars(row))
    client.cookies[settings.DESK_SESSION_COOKIE] = row.key_hash
    assert out(client)
