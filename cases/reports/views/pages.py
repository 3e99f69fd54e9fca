"""The builder, the report as page, PDF and spreadsheet, and the report of one grant."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cases.funding.models import Funder
from cases.reports.actions.leaving import take_along
from cases.reports.exports import pdf_of, sheet_of
from cases.reports.forms import EVERYWHERE, HERE, ReportForm
from cases.reports.queries import gateway
from cases.reports.queries.gateway import NoSnapshot
from cases.reports.queries.report import Report, report_of
from cases.reports.rules import month_of, months_back
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require(Permission.SEE_REPORTS)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Choose a report; one click for each grant."""
    user = user_of(request)
    context = {"form": ReportForm(user=user, initial=_last_month(user)), "grants": _grants(user)}
    return render(request, "cases/reports/list.html", context)


@require(Permission.SEE_REPORTS)
@require_safe
def situation(request: HttpRequest) -> HttpResponse:
    """The report as a page, in its own language inside the reader's."""
    user = user_of(request)
    form = ReportForm(request.GET, user=user)
    if not form.is_valid():
        return render(request, "cases/reports/list.html", {"form": form, "grants": _grants(user)}, status=422)
    try:
        report = report_of(form.wish(), gateway.current())
    except NoSnapshot:
        return render(request, "cases/reports/situation.html", {"form": form})
    with override(report.language):
        tables = render_to_string("cases/reports/_report.html", {"report": report})
    context = {"form": form, "report": report, "tables": tables, "query": request.GET.urlencode()}
    return render(request, "cases/reports/situation.html", context)


@require(Permission.SEE_REPORTS)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The report as PDF, after a fresh sign-in."""
    report = _taken(request, "pdf")
    return _file(pdf_of(report), "application/pdf", "report.pdf")


@require(Permission.SEE_REPORTS)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
@require_safe
def as_sheet(request: HttpRequest) -> HttpResponse:
    """The report as spreadsheet, after a fresh sign-in."""
    report = _taken(request, "sheet")
    return _file(sheet_of(report), SHEET, "report.xlsx")


@require(Permission.SEE_REPORTS)
@require_safe
def grant(request: HttpRequest, funder_id: UUID) -> HttpResponse:
    """One click: the report of this grant, from its first month to the last one that is over."""
    user = user_of(request)
    funder = get_object_or_404(Funder.objects.visible_to(user), pk=funder_id)
    oldest, newest = _span()
    first = min(max(month_of(funder.starts_on), oldest), newest)
    last = max(min(month_of(funder.ends_on), newest), first)
    values = {
        "first": f"{first:%Y-%m}",
        "last": f"{last:%Y-%m}",
        "whose": HERE if funder.office_id else EVERYWHERE,
        "language": user.language,
        "funder": str(funder.pk),
    }
    return redirect(f"{reverse('reports:situation')}?{urlencode(values)}")


def _span() -> tuple[date, date]:
    months = list(months_back(timezone.localdate()))
    return months[-1], months[0]


def _last_month(user: User) -> dict[str, str]:
    month = f"{next(months_back(timezone.localdate())):%Y-%m}"
    return {"first": month, "last": month, "language": user.language, "whose": HERE}


def _grants(user: User) -> list[Funder]:
    return list(Funder.objects.visible_to(user).filter(is_active=True))


def _taken(request: HttpRequest, kind: str) -> Report:
    """The report as chosen, written down before it is given."""
    user = user_of(request)
    form = ReportForm(request.GET, user=user)
    if not form.is_valid():
        raise Http404
    try:
        snapshot = gateway.current()
    except NoSnapshot as missing:
        raise Http404 from missing
    wish = form.wish()
    cut = [dim for dim in (wish.rows, wish.columns) if dim]
    take_along(snapshot=snapshot, period=wish.population.period, kind=kind, cut=cut, by=user)
    return report_of(wish, snapshot)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
