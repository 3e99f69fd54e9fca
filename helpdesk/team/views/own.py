"""One's own account: language, second factor, signed-in browsers."""

from __future__ import annotations

from allauth.account import views as account
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk.accounts import actions
from helpdesk.accounts.access import signed_in, user_of
from helpdesk.accounts.models import User
from helpdesk.accounts.sessions import name_of
from helpdesk.audit.actions import record
from helpdesk.team.forms import OwnLanguageForm


@signed_in
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = OwnLanguageForm(request.POST or None, initial={"language": user.language})
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=user.pk).update(language=form.cleaned_data["language"])
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("The desk now speaks this language."))
        return redirect("team:me")
    sessions = user.staff_sessions.all()
    here = name_of(request.session.session_key or "")
    return render(request, "team/me.html", {"form": form, "sessions": sessions, "here": here})


@signed_in
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponseBase:
    """Whoever signs in without a password has none to change."""
    if not user_of(request).has_usable_password():
        return redirect("team:me")
    return account.password_change(request)


@signed_in
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one of the own browsers out; another person's does not exist here."""
    row = get_object_or_404(user_of(request).staff_sessions, pk=pk)
    actions.end_sign_in(row)
    record("account.end_session", user_of(request), by=user_of(request))
    messages.success(request, _("That browser is signed out."))
    return redirect("team:me")


@signed_in
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    actions.end_sign_ins_of(user_of(request), but=request.session.session_key)
    record("account.end_session", user_of(request), by=user_of(request))
    messages.success(request, _("All your other browsers are signed out."))
    return redirect("team:me")
