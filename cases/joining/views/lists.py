"""An old list: first a look at every line, then all good lines at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.joining.actions import import_people
from cases.joining.forms import ImportForm
from cases.joining.imports import lines_of, packed, unpacked
from cases.joining.rules import MOST_BYTES, read_table
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.sealing.carried import carried, carry
from helpdesk.ui.uploads import takes_files

PURPOSE, SECONDS = "volunteer list", 60 * 60
TWO_FILES = 2 * MOST_BYTES


@takes_files(most_bytes=TWO_FILES, most_bytes_at_once=TWO_FILES)
@require(Permission.READ_APPLICATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """The look writes nothing; what it found comes back encrypted in its own page."""
    user = user_of(request)
    if request.method == "POST" and "list" in request.POST:
        return _load(request, user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    return _look(request, user, form)


def _look(request: HttpRequest, user: User, form: ImportForm) -> HttpResponse:
    table = read_table(form.cleaned_data["file"].read(), form.cleaned_data["encoding"])
    if table.missing:
        form.add_error(
            "file", _("These columns are missing: %(names)s.") % {"names": ", ".join(table.missing)}
        )
    if table.is_too_long:
        form.add_error("file", _("This file is too large. Send at most 500 lines at once."))
    if form.errors or user.office is None:
        return _page(request, form, status=422)
    lines = lines_of(table, office=user.office, language=user.language)
    new = packed(lines)
    return _page(
        request,
        form,
        lines=lines,
        table=table,
        new_count=len(new),
        known_count=sum(line.is_known for line in lines),
        refused=[line for line in lines if line.refusal],
        token=carry({"people": new}, purpose=PURPOSE),
    )


def _load(request: HttpRequest, user: User) -> HttpResponse:
    found = carried(request.POST["list"], purpose=PURPOSE, seconds=SECONDS)
    if found is None:
        messages.error(request, _("This page is too old. Please choose the file again."))
        return redirect("joining:import")
    count = import_people(people=unpacked(found["people"]), by=user)
    done = ngettext("%(count)d person is on the list now.", "%(count)d people are on the list now.", count)
    messages.success(request, done % {"count": count})
    return redirect("joining:applications")


def _page(request: HttpRequest, form: ImportForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "lines": None, "table": None, "refused": [], "token": "", **more}
    return render(request, "cases/joining/import.html", context, status=status)
