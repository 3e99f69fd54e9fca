"""Every closed door of the desk is one entry: the page's name and an opaque id, never the address."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, resolve

from helpdesk.accounts.models import User
from helpdesk.audit.middleware import RefusalLog
from helpdesk.audit.models import AccessEntry

SOME_ID = UUID(int=5)


def _nothing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("desk/things/<uuid:pk>/", _nothing, name="thing"),
    path("desk/words/<str:word>/", _nothing, name="word"),
    path("desk/things/", _nothing, name="things"),
    path("be/", _nothing, name="home"),
]


def answer(address: str, status: int, user: User | AnonymousUser, *, known: bool = True) -> None:
    def get_response(request: HttpRequest) -> HttpResponse:
        if known:
            request.resolver_match = resolve(request.path_info, urlconf=__name__)
        return HttpResponse(status=status)

    request = RequestFactory().get(address)
    request.user = user
    request.resolver_match = None
    assert RefusalLog(get_response)(request).status_code == status


@pytest.mark.parametrize("status", [403, 404])
def test_a_closed_door_is_one_entry(alena_operator: User, status: int) -> None:
    answer(f"/desk/things/{SOME_ID}/?name=Volha", status, alena_operator)
    entry = AccessEntry.objects.get()
    assert (entry.verb, entry.object_type, entry.object_id) == ("refused", "thing", str(SOME_ID))
    assert entry.is_refused
    assert entry.actor_id == str(alena_operator.pk)


@pytest.mark.parametrize("address", ["/desk/words/Volha/", "/desk/things/?q=Volha"])
def test_words_of_an_address_are_never_kept(alena_operator: User, address: str) -> None:
    answer(address, 404, alena_operator)
    entry = AccessEntry.objects.get()
    assert entry.object_id == ""
    assert "Volha" not in str(vars(entry))


def test_an_unknown_address_of_the_desk_is_an_entry_without_a_name(alena_operator: User) -> None:
    answer("/desk/admin-Volha/", 404, alena_operator, known=False)
    entry = AccessEntry.objects.get()
    assert (entry.object_type, entry.object_id) == ("", "")


@pytest.mark.parametrize("status", [200, 302, 400, 405, 500])
def test_other_answers_are_no_refusals(alena_operator: User, status: int) -> None:
    answer("/desk/things/", status, alena_operator)
    assert not AccessEntry.objects.exists()


def test_strangers_and_public_pages_leave_no_entry(alena_operator: User) -> None:
    answer("/desk/things/", 404, AnonymousUser())
    answer("/be/", 404, alena_operator)
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize(
    ("persona", "address", "status", "page"),
    [
        ("alena_operator", f"/desk/cases/{SOME_ID}/", 404, "legal:open"),
        ("vika_volunteer", f"/desk/cases/{SOME_ID}/", 403, "legal:open"),
        ("vika_volunteer", f"/desk/tasks/{SOME_ID}/", 404, "volunteering:task"),
    ],
)
def test_the_whole_house_logs_a_refusal_exactly_once(
    request: pytest.FixtureRequest,
    sign_in: Callable[[Client, User], Client],
    persona: str,
    address: str,
    status: int,
    page: str,
) -> None:
    user = request.getfixturevalue(persona)
    assert sign_in(Client(), user).get(address).status_code == status
    entry = AccessEntry.objects.get(is_refused=True)
    assert (entry.verb, entry.object_type, entry.object_id) == ("refused", page, str(SOME_ID))
    assert entry.actor_id == str(user.pk)
