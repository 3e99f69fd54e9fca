"""The public form of volunteers, and the honest page after it. No script, no receipt, nothing remembered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from cases.joining.actions import apply
from cases.joining.forms import ApplyForm
from cases.joining.rules import DECLINED_DAYS, LEFT_DAYS
from helpdesk.accounts.access import UNLOCKED, public
from helpdesk.accounts.throttle import Flood, Limit, give_back, slow_down, take

APPLICATIONS = Limit("apply", most=5, seconds=60 * 60)
MANY_APPLICATIONS = Flood("apply", most=100, seconds=60 * 60)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def apply_page(request: HttpRequest) -> HttpResponse:
    """One page, any of the five languages. Not while an inbox is open: a mailbox must not meet a name."""
    if UNLOCKED in request.session:
        return render(request, "cases/joining/apply_inbox.html", status=403)
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    seconds = take(APPLICATIONS, request)
    if seconds:
        response = _page(request, form, status=429, minutes=-(-seconds // 60))
        response.headers["Retry-After"] = str(seconds)
        return response
    slow_down(MANY_APPLICATIONS)
    if not apply(applicant=form.to_applicant(get_language())):
        give_back(APPLICATIONS, request)
    return redirect("joining:applied")


def _page(request: HttpRequest, form: ApplyForm, *, status: int = 200, minutes: int = 0) -> HttpResponse:
    context = {"form": form, "minutes": minutes}
    return render(request, "cases/joining/apply.html", context, status=status)


@public
@require_safe
def applied(request: HttpRequest) -> HttpResponse:
    """What happens next, in the order in which it happens."""
    context = {"declined_days": DECLINED_DAYS, "left_days": LEFT_DAYS}
    return render(request, "cases/joining/applied.html", context)
