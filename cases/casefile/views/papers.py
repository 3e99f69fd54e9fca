"""Papers for a legal case: she says which of her files is which, a lawyer says whether it will do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.casefile.actions.papers import give_paper, judge_paper, take_paper
from cases.casefile.forms.papers import DeskPaperForm, PaperForm
from cases.casefile.models import StepPaper
from cases.casefile.queries.papers import files_to_choose, lines_of
from cases.casefile.views.holder import Holder, back, take_said, unlocked
from cases.casefile.workflow import PaperState
from cases.files.models import Attachment
from cases.files.queries import own_files
from cases.legal.models import MemberStep
from cases.legal.permissions import can_run
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_read_story
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

STEPS = MemberStep.objects.select_related("membership__help_request__client", "membership__legal_case")
PAPERS = StepPaper.objects.select_related(
    "attachment", "step__membership__help_request__client__mailbox_key", "step__membership__legal_case"
)


@unlocked
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, holder: Holder) -> HttpResponse:
    """What is still to bring, and which of her files is which paper."""
    if request.method == "POST":
        return _say(request, holder)
    requests = list(HelpRequest.objects.filter(client=holder.client).select_related("topic"))
    found = lines_of([row.pk for row in requests], hers_only=True)
    names = {own.attachment.pk: own.name for own in own_files(holder.client, holder.key)} if found else {}
    threads = []
    for row in requests:
        if row.pk in found:
            choices = files_to_choose(row)
            for choice in choices:
                choice.name = names.get(choice.attachment.pk, "")
            threads.append((row, found[row.pk], choices))
    context = {"threads": threads, "names": names, "said": take_said(request)}
    return render(request, "cases/casefile/inbox_papers.html", context)


def _say(request: HttpRequest, holder: Holder) -> HttpResponse:
    form = PaperForm(request.POST)
    if not form.is_valid():
        raise Http404
    hers = holder.client.pk
    try:
        if form.cleaned_data["drop"]:
            own_papers = PAPERS.filter(step__membership__help_request__client=hers)
            take_paper(paper=get_object_or_404(own_papers, pk=form.cleaned_data["drop"]), by=holder.actor)
            return back(request, "paper_taken", "casefile:inbox_papers")
        steps = STEPS.filter(membership__help_request__client=hers, template__actor="person")
        files = Attachment.objects.filter(help_request__client=hers)
        step = get_object_or_404(steps, pk=form.cleaned_data["step"])
        attachment = get_object_or_404(
            files, pk=form.cleaned_data["file"], help_request=step.membership.help_request_id
        )
        give_paper(step=step, attachment=attachment, by=holder.actor)
    except NotNow:
        return back(request, "moved_on", "casefile:inbox_papers")
    return back(request, "paper_given", "casefile:inbox_papers")


@require(Permission.RUN_CASES)
@require_http_methods(["GET", "POST"])
def desk_papers(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The papers of one member: her files, which step each answers, and whether it will do."""
    user = user_of(request)
    rows = HelpRequest.objects.visible_to(user).for_lists()
    help_request = get_object_or_404(rows, pk=request_id)
    live = help_request.memberships.filter(left_at=None).select_related("legal_case").first()
    if live is None:
        raise Http404
    if not can_run(user, live.legal_case) or not can_read_story(user, help_request):
        raise Refused
    if request.method == "POST":
        return _decide(request, user, help_request)
    context = {
        "help_request": help_request,
        "legal_case": live.legal_case,
        "lines": lines_of([help_request.pk], hers_only=False).get(help_request.pk, []),
        "choices": files_to_choose(help_request),
    }
    return render(request, "cases/casefile/papers.html", context)


def _decide(request: HttpRequest, user: User, help_request: HelpRequest) -> HttpResponse:
    form = DeskPaperForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers shown."))
        return redirect("casefile:papers", help_request.pk)
    said = form.cleaned_data
    try:
        if said["paper"]:
            hers = PAPERS.filter(step__membership__help_request=help_request)
            paper = get_object_or_404(hers, pk=said["paper"])
            if said["state"]:
                judge_paper(paper=paper, state=PaperState(said["state"]), by=user)
            else:
                take_paper(paper=paper, by=user)
        else:
            steps = STEPS.filter(membership__help_request=help_request)
            files = Attachment.objects.filter(help_request=help_request)
            step, attachment = (
                get_object_or_404(steps, pk=said["step"]),
                get_object_or_404(files, pk=said["file"]),
            )
            give_paper(step=step, attachment=attachment, by=user)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Saved."))
    return redirect("casefile:papers", help_request.pk)
