"""Who may open a case by name: letting in, confirming, and a page of what waits for one's word."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.legal import actions
from cases.legal.forms.access import GrantByCodeForm, GrantForm, UnsealByCodeForm
from cases.legal.models import CaseGrant, LegalCase
from cases.legal.permissions import can_confirm_grant, can_grant
from cases.legal.queries import access_page, grants_of, may_be_named, sealed_case_by_code
from cases.legal.views.case import find_case
from cases.legal.workflow import WhyGranted
from cases.requests.actions.seals import ask_unseal
from cases.requests.models import HelpRequest
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role


@require(Permission.RUN_CASES, Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def grants(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who may open this case, and letting somebody in."""
    user, legal_case = find_case(request, case_id)
    may_grant = can_grant(user, legal_case)
    if request.method == "POST" and not may_grant:
        raise Refused
    form = _grant_form(request, legal_case, user) if may_grant else None
    if form is not None and form.is_valid() and _give(form, legal_case, user):
        messages.success(request, _("The access is given. It ends by itself."))
        return redirect("legal:grants", legal_case.pk)
    context = {"legal_case": legal_case, "lines": grants_of(legal_case, by=user), "form": form}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "cases/legal/grants.html", context, status=status)


def _grant_form(request: HttpRequest, legal_case: LegalCase, user: User) -> GrantForm:
    people = may_be_named(legal_case.office_id).exclude(pk__in=[user.pk, legal_case.lawyer_id or user.pk])
    return GrantForm(request.POST if request.method == "POST" else None, people=people)


def _give(form: GrantForm, legal_case: LegalCase, user: User) -> bool:
    try:
        actions.give_grant(
            legal_case=legal_case,
            user=form.chosen(),
            why=WhyGranted(form.cleaned_data["why"]),
            until=form.cleaned_data["until"],
            by=user,
        )
    except NotNow as why:
        form.add_error(None, str(why))
        return False
    return True


@require(Permission.RUN_CASES, Permission.ASSIGN)
@require_POST
def grant(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Still needed, or ended now; of a sealed case a coordinator knows no more than the code."""
    user = user_of(request)
    found = get_object_or_404(CaseGrant.objects.live().select_related("legal_case"), pk=grant_id)
    sees = LegalCase.objects.visible_to(user).filter(pk=found.legal_case_id).exists()
    if not sees and not can_confirm_grant(user, found):
        raise Http404
    verb = request.POST.get("verb", "")
    try:
        if verb == "confirm":
            actions.confirm_grant(grant=found, by=user)
            messages.success(request, _("Confirmed for another quarter."))
        elif verb == "end":
            actions.take_back_grant(grant=found, by=user)
            messages.success(request, _("The access has ended."))
        else:
            messages.error(request, _("Choose one of the answers shown."))
    except NotNow as why:
        messages.error(request, str(why))
    stays = request.POST.get("next") == "case" and sees
    return redirect("legal:grants", found.legal_case_id) if stays else redirect("legal:access")


@require(Permission.RUN_CASES, Permission.ASSIGN)
@require_GET
def access(request: HttpRequest) -> HttpResponse:
    """What waits for this person's word."""
    return _page(request, user_of(request))


@require(Permission.ASSIGN)
@require_POST
def grant_by_code(request: HttpRequest) -> HttpResponse:
    """A coordinator lets somebody into a case that she cannot open herself."""
    user = user_of(request)
    if not user.has_role(Role.COORDINATOR):
        raise Refused
    form = GrantByCodeForm(request.POST, people=_people(user), auto_id="grant_%s")
    if form.is_valid():
        found = sealed_case_by_code(user, form.cleaned_data["code"])
        if found is None:
            form.add_error("code", _("There is no case with this code."))
        elif _give(form, found, user):
            messages.success(request, _("The access is given. It ends by itself."))
            return redirect("legal:access")
    return _page(request, user, status=422, grant_form=form)


@require(Permission.UNSEAL)
@require_POST
def unseal_by_code(request: HttpRequest) -> HttpResponse:
    """A coordinator asks to open something sealed whose code a colleague told her; another person agrees."""
    user = user_of(request)
    if not user.has_role(Role.COORDINATOR):
        raise Refused
    form = UnsealByCodeForm(request.POST, auto_id="unseal_%s")
    if form.is_valid() and _ask(form, user):
        messages.success(request, _("Asked. It opens when another person agrees."))
        return redirect("legal:access")
    return _page(request, user, status=422, unseal_form=form)


def _ask(form: UnsealByCodeForm, user: User) -> bool:
    code, why = form.cleaned_data["code"], form.cleaned_data["why"]
    found = sealed_case_by_code(user, code)
    hers = HelpRequest.objects.filter(office=user.office_id, code=code).first()
    try:
        if found is not None:
            actions.ask_unseal_case(legal_case=found, why=why, by=user)
        elif hers is not None:
            ask_unseal(help_request=hers, why=why, by=user)
        else:
            form.add_error("code", _("Nothing with this code is sealed off."))
            return False
    except (NotNow, Refused):
        form.add_error("code", _("Nothing with this code is sealed off."))
        return False
    return True


def _people(user: User) -> list[User]:
    return [person for person in may_be_named(user.office_id) if person.pk != user.pk]


def _page(request: HttpRequest, user: User, *, status: int = 200, **forms: object) -> HttpResponse:
    is_coordinator = user.has_role(Role.COORDINATOR)
    context = {
        "page": access_page(user),
        "grant_form": GrantByCodeForm(people=_people(user), auto_id="grant_%s") if is_coordinator else None,
        "unseal_form": UnsealByCodeForm(auto_id="unseal_%s") if is_coordinator else None,
        **forms,
    }
    return render(request, "cases/legal/access.html", context, status=status)
