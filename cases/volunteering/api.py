"""The board and own tasks for a phone: the doors, rules and limits of the pages, in JSON.

Signed in as on the pages (both factors, desk cookie, CSRF token), for these addresses stand under /desk/.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.volunteering import actions, serializers
from cases.volunteering.forms import FilterForm, ReportForm
from cases.volunteering.models import Claim, Task
from cases.volunteering.queries import board, my_tasks
from cases.volunteering.queries.load import LIVE
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

DESK = "/desk/api/"
DAY = 24 * 60 * 60


def guarded(*any_of: Permission) -> Callable[[Any], Callable[..., HttpResponseBase]]:
    """The door of the pages. The framework would switch the CSRF check off; here it stays on."""

    def mark(view: Any) -> Callable[..., HttpResponseBase]:
        door: Any = require(*any_of)(view.as_view())
        door.csrf_exempt = False
        return door

    return mark


class DeskSignIn(BaseAuthentication):
    """Whoever is signed in at the desk; the door has looked before."""

    def authenticate(self, request: Request) -> tuple[User, None]:
        inner: HttpRequest = request._request  # noqa: SLF001 (the framework offers no other way to it)
        return user_of(inner), None


class DeskCookie(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description names that sign-in."""

    target_class = DeskSignIn
    name = "deskCookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.DESK_SESSION_COOKIE}


class DeskView(APIView):
    """One address of the interface."""

    authentication_classes = (DeskSignIn,)


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


def _answer(act: Callable[[], object], said: str) -> Response:
    """200, or 409 with the reason that the page would show."""
    try:
        act()
    except NotNow as why:
        return Response({"detail": str(why)}, status=409)
    return Response({"detail": said})


class BoardView(DeskView):
    """Cards of the board, best first."""

    @extend_schema(parameters=[serializers.Filters], responses=serializers.Card(many=True))
    def get(self, request: Request) -> Response:
        form = FilterForm(request.query_params)
        chosen = form.cleaned_data if form.is_valid() else {}
        cards = board(_user(request), {name: value for name, value in chosen.items() if value})
        return Response(serializers.Card(cards, many=True).data)


class ClaimView(DeskView):
    """Ask for a task."""

    @extend_schema(
        request=None, responses={200: serializers.Said, 409: serializers.Said, 429: serializers.Said}
    )
    def post(self, request: Request, task_id: UUID) -> Response:
        user = _user(request)
        shown = Task.objects.visible_to(user).filter(pk=task_id).first()
        try:
            if shown is not None:
                actions.note_opened(task=shown, by=user)
        except actions.TooManyCards:
            detail = _("You have opened many tasks today. Please come back tomorrow.")
            return Response({"detail": detail}, status=429, headers={"Retry-After": str(DAY)})
        return _answer(lambda: actions.claim_task(task_id=task_id, by=user), _("You asked for this task."))


class MyTasksView(DeskView):
    """What one holds, and what ended lately."""

    @extend_schema(responses=serializers.ClaimShape(many=True))
    def get(self, request: Request) -> Response:
        return Response(serializers.ClaimShape(my_tasks(_user(request)), many=True).data)


def _own(user: User, task_id: UUID) -> Claim:
    """404 for whatever is not in her hands."""
    task = get_object_or_404(Task.objects.visible_to(user), pk=task_id)
    return get_object_or_404(Claim.objects.select_related("task"), task=task, volunteer=user, state__in=LIVE)


class ReleaseView(DeskView):
    """Hand a task back."""

    @extend_schema(request=None, responses={200: serializers.Said, 409: serializers.Said})
    def post(self, request: Request, task_id: UUID) -> Response:
        user = _user(request)
        own = _own(user, task_id)
        return _answer(
            lambda: actions.release_claim(claim=own, by=user), _("Handed back. Thank you for saying so.")
        )


class FinishView(DeskView):
    """Report the end of a task."""

    @extend_schema(request=serializers.Report, responses={200: serializers.Said, 409: serializers.Said})
    def post(self, request: Request, task_id: UUID) -> Response:
        user = _user(request)
        own = _own(user, task_id)
        form = ReportForm(request.data if isinstance(request.data, dict) else {})
        if not form.is_valid():
            return Response(form.errors, status=422)
        return _answer(
            lambda: actions.finish_claim(claim=own, by=user, **form.cleaned_data),
            _("Thank you. The brief is closed now."),
        )


board_list = guarded(Permission.SEE_BOARD)(BoardView)
claim = guarded(Permission.CLAIM_TASK)(ClaimView)
my_tasks_list = guarded(Permission.CLAIM_TASK)(MyTasksView)
release = guarded(Permission.CLAIM_TASK)(ReleaseView)
finish = guarded(Permission.CLAIM_TASK)(FinishView)


def only_desk(endpoints: list[Any]) -> list[Any]:
    """What this description speaks of: addresses of the desk."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(DESK)]


DESCRIBED = {"TITLE": "Ganak board", "PREPROCESSING_HOOKS": [f"{__name__}.only_desk"]}
schema = require(Permission.SEE_BOARD)(
    SpectacularAPIView.as_view(custom_settings=DESCRIBED, authentication_classes=[DeskSignIn])
)
