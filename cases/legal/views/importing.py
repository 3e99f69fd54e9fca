"""Today's spreadsheet of open matters: upload, a look at what would be made, and the yes."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.legal.actions.importing import KEPT_FOR, drop_upload, keep_upload, load_matters
from cases.legal.forms.importing import ColumnsForm, UploadForm
from cases.legal.imports.headers import guessed
from cases.legal.imports.matters import Defaults, Plan, Planner
from cases.legal.imports.sheets import MOST_BYTES, Row, Sheet, UnfitSheet, read_sheet
from cases.legal.models import MatterUpload
from cases.rest.actions import OverLimit
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from helpdesk.ui.uploads import takes_files, too_large_files

SHOWN = 100


@takes_files(most_bytes=MOST_BYTES, most_bytes_at_once=MOST_BYTES)
@require(Permission.IMPORT_MATTERS)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The file is read in memory, sealed at once, and nothing else is made of it yet."""
    user = user_of(request)
    if user.office is None:
        raise Refused
    if request.method != "POST":
        return render(request, "cases/legal/import.html", {"form": UploadForm()})
    form = UploadForm(request.POST, request.FILES, too_large=too_large_files(request))
    if form.is_valid():
        try:
            sheet = read_sheet(form.cleaned_data["sheet"])
        except UnfitSheet as why:
            form.add_error("sheet", str(why))
        else:
            kept = keep_upload(rows=_packed(sheet), by=user)
            return redirect("legal:import_look", kept.pk)
    return render(request, "cases/legal/import.html", {"form": form}, status=422)


@require(Permission.IMPORT_MATTERS)
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What would be made with these columns; `verb` says whether to look again, load, or throw away."""
    user = user_of(request)
    kept = _kept(user, upload_id)
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    if verb == "drop":
        drop_upload(upload=kept, by=user)
        messages.success(request, _("The list is thrown away. Nothing of it is kept."))
        return redirect("legal:import")
    sheet = _unpacked(reveal_one(kept, ["rows"], by=user, reason=Reason.LEGAL_CASE)["rows"])
    form = _form(request, sheet, user)
    plan = _plan(form, sheet, user)
    if verb == "load" and plan is not None:
        try:
            load_matters(groups=plan.groups, upload=kept, by=user, why=form.cleaned_data["why"])
        except OverLimit as why:
            form.add_error("why", str(why))
            return _page(request, kept, form, plan, len(sheet.rows))
        except NotNow as why:
            messages.error(request, str(why))
            return redirect("legal:import")
        said = ngettext("%(count)d person is in now.", "%(count)d people are in now.", plan.members)
        messages.success(request, said % {"count": plan.members})
        return redirect("legal:list")
    return _page(request, kept, form, plan, len(sheet.rows))


def _page(
    request: HttpRequest, kept: MatterUpload, form: ColumnsForm, plan: Plan | None, lines: int
) -> HttpResponse:
    context = {"form": form, "plan": plan, "kept": kept, "lines": lines, "shown": SHOWN}
    is_wrong = form.is_bound and not form.is_valid()
    return render(request, "cases/legal/import_look.html", context, status=422 if is_wrong else 200)


def _form(request: HttpRequest, sheet: Sheet, user: User) -> ColumnsForm:
    assert user.office is not None
    data = request.POST if request.method == "POST" else None
    return ColumnsForm(data, header=sheet.header, country=user.office.country, guess=guessed(sheet.header))


def _plan(form: ColumnsForm, sheet: Sheet, user: User) -> Plan | None:
    """With the columns as chosen, or as their names say at the first look."""
    if not form.is_bound:
        return Planner(guessed(sheet.header), Defaults(), by=user).plan(sheet)
    if not form.is_valid():
        return None
    said = form.cleaned_data
    return Planner(form.columns(), Defaults(said["kind"], said["language"]), by=user).plan(sheet)


def _kept(user: User, upload_id: UUID) -> MatterUpload:
    """Her own list of the last hour; nobody else's exists."""
    young = MatterUpload.objects.filter(made_by=user, made_at__gte=timezone.now() - KEPT_FOR)
    found: MatterUpload | None = young.filter(pk=upload_id).select_related("upload_key").first()
    if found is None or user.office is None:
        raise Http404
    return found


def _packed(sheet: Sheet) -> str:
    rows = [[row.number, list(row.cells), row.formula] for row in sheet.rows]
    return json.dumps({"header": list(sheet.header), "rows": rows}, ensure_ascii=False)


def _unpacked(text: str) -> Sheet:
    found = json.loads(text)
    rows = tuple(Row(number, tuple(cells), formula) for number, cells, formula in found["rows"])
    return Sheet(tuple(found["header"]), rows)
