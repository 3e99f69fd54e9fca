"""The phone screen: one page, one click, an alias to say aloud."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.intake.actions import log_call
from cases.intake.forms import CallForm
from cases.intake.queries import heard_before, topic_groups
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

LOGGED = "logged_call"


@require(Permission.CREATE_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """The empty form, above it the request just saved."""
    user: User = request.user  # type: ignore[assignment]
    groups = topic_groups("")
    if request.method == "POST":
        form = CallForm(request.POST, groups=groups)
        if form.is_valid():
            topics = {topic.slug: topic for root, children in groups for topic in (root, *children)}
            try:
                saved = log_call(
                    need=form.to_need(topics),
                    contact=form.to_contact(),
                    by=user,
                    form_id=str(form.cleaned_data["form_id"]),
                )
            except NotNow as sorry:
                messages.error(request, str(sorry))
            else:
                request.session[LOGGED] = str(saved.pk)
                return redirect("intake:log_call")
    else:
        form = CallForm(groups=groups, initial=_where(user))
    saved_before = _just_saved(request, user) if request.method != "POST" else None
    twins = heard_before(saved_before, by=user) if saved_before else []
    context = {"form": form, "saved": saved_before, "twins": twins}
    return render(request, "cases/intake/call.html", context)


def _where(user: User) -> dict[str, str]:
    office = user.office
    return (
        {"country": office.country, "city": office.city, "language": "be"} if office else {"language": "be"}
    )


def _just_saved(request: HttpRequest, user: User) -> HelpRequest | None:
    """The request logged a moment ago; shown once."""
    request_id = request.session.pop(LOGGED, None)
    if request_id is None:
        return None
    found = HelpRequest.objects.visible_to(user).select_related("client")
    return found.filter(pk=request_id).first()
