"""What the pages of this room share: finding a task, and doing one thing with an answer in words."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from cases.volunteering.models import Task
from helpdesk.accounts.access import user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User


def find_task(request: HttpRequest, task_id: UUID) -> tuple[User, Task]:
    """The task if this user may know of it, else 404."""
    user = user_of(request)
    tasks = Task.objects.visible_to(user).select_related(
        "task_key", "made_by", "help_request__client", "office"
    )
    return user, get_object_or_404(tasks, pk=task_id)


def do(
    request: HttpRequest,
    act: Callable[[], object],
    said: str,
    to: tuple[str, UUID | None],
    sorry: tuple[str, UUID | None] = ("volunteering:board", None),
) -> HttpResponse:
    """Tries it, says what happened, and goes on to `to`, or to `sorry` when it was not possible."""
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
        return go(sorry)
    messages.success(request, said)
    return go(to)


def go(to: tuple[str, UUID | None]) -> HttpResponse:
    name, pk = to
    return redirect(name, pk) if pk is not None else redirect(name)
