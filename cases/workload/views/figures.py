"""The figures of the workload as they may leave the house: first as a page, then as a file."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from cases.reports.exports import csv_of, sheet_of
from cases.reports.queries.report import Report
from cases.workload.actions.leaving import take_figures
from cases.workload.queries.figures import figures
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.roles import Permission

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require(Permission.SEE_WORKLOAD)
@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """What stands in the files, to the last cell."""
    report = figures(user_of(request))
    tables = render_to_string("cases/reports/_report.html", {"report": report}) if report else ""
    return render(request, "cases/workload/figures.html", {"report": report, "tables": tables})


@require(Permission.SEE_WORKLOAD)
@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def sheet(request: HttpRequest) -> HttpResponse:
    """As a spreadsheet, after a fresh sign-in."""
    return _file(sheet_of(_taken(request, "sheet")), SHEET, "workload.xlsx")


@require(Permission.SEE_WORKLOAD)
@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def commas(request: HttpRequest) -> HttpResponse:
    """As CSV, after a fresh sign-in."""
    return _file(csv_of(_taken(request, "commas")), "text/csv; charset=utf-8", "workload.csv")


def _taken(request: HttpRequest, kind: str) -> Report:
    user = user_of(request)
    take_figures(kind=kind, by=user)
    report = figures(user)
    if report is None:
        raise Http404
    return report


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
