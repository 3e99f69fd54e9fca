"""Planning a consultation: a new one, a change, a second date for those who find no seat."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.legal import actions
from cases.legal.forms import MeetingForm, MomentForm
from cases.legal.models import Consultation, LegalCase
from cases.legal.permissions import can_run
from cases.legal.queries.words import words_of
from cases.legal.views.case import case_page, find_case
from cases.legal.views.meetings import find_meeting
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.RUN_CASES)
@require_POST
def schedule(request: HttpRequest, case_id: UUID) -> HttpResponse:
    user, legal_case = find_case(request, case_id)
    form = MeetingForm(request.POST, auto_id="meeting_%s")
    if form.is_valid():
        where = form.where()
        try:
            actions.schedule_consultation(
                legal_case=legal_case,
                starts_at=form.starts_at(),
                seats=form.cleaned_data["seats"],
                place=where.place,
                link=where.link,
                languages=where.languages,
                has_interpreter=where.has_interpreter,
                by=user,
            )
        except NotNow as why:
            form.add_error("on_date", str(why))
        else:
            messages.success(request, _("The meeting is planned. Now invite people."))
            return redirect("legal:open", legal_case.pk)
    return case_page(request, user, legal_case, status=422, meeting_form=form)


@require(Permission.RUN_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    """Another day, place or number of seats; the invited are told."""
    user, legal_case = find_case(request, case_id)
    meeting = find_meeting(legal_case, consultation_id)
    if not can_run(user, legal_case):
        raise Refused
    if request.method != "POST":
        return _change_page(request, legal_case, meeting, _as_it_is(meeting, legal_case, user))
    form = MeetingForm(request.POST)
    if form.is_valid():
        try:
            actions.change_consultation(
                consultation=meeting,
                starts_at=form.starts_at(),
                seats=form.cleaned_data["seats"],
                where=form.where(),
                by=user,
            )
        except NotNow as why:
            form.add_error(_field_of(why), str(why))
        else:
            messages.success(request, _("Changed. Whoever is invited is told to look at her page."))
            return redirect("legal:open", legal_case.pk)
    return _change_page(request, legal_case, meeting, form, status=422)


def _field_of(why: NotNow) -> str | None:
    """Beside which field a refusal stands."""
    if isinstance(why, actions.TooFewSeats):
        return "seats"
    return "on_date" if isinstance(why, actions.NotThatDay) else None


def _as_it_is(meeting: Consultation, legal_case: LegalCase, user: User) -> MeetingForm:
    meeting.legal_case = legal_case
    where = words_of([meeting], ["place", "link"], by=user, subject=meeting)[0]
    start = timezone.localtime(meeting.starts_at)
    return MeetingForm(
        initial={
            "on_date": start.date(),
            "at_time": start.time(),
            "place": where["place"],
            "link": where["link"],
            "languages": meeting.languages,
            "has_interpreter": meeting.has_interpreter,
            "seats": meeting.seats,
        }
    )


def _change_page(
    request: HttpRequest,
    legal_case: LegalCase,
    meeting: Consultation,
    form: MeetingForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"legal_case": legal_case, "consultation": meeting, "form": form}
    return render(request, "cases/legal/consultation_change.html", context, status=status)


@require(Permission.RUN_CASES)
@require_POST
def second_date(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    """The same meeting once more, for those who find no seat at this one."""
    user, legal_case = find_case(request, case_id)
    meeting = find_meeting(legal_case, consultation_id)
    meeting.legal_case = legal_case
    form = MomentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a day and a time for the second date."))
        return redirect("legal:open", case_id)
    try:
        _made, number = actions.second_date(consultation=meeting, starts_at=form.starts_at(), by=user)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        sentence = ngettext(
            "There is a second date, and %(count)d person is invited to it.",
            "There is a second date, and %(count)d people are invited to it.",
            number,
        )
        messages.success(request, sentence % {"count": number})
    return redirect("legal:open", case_id)
