"""A paper as a download, for the volunteer herself or from the coordinator."""

from __future__ import annotations

from django.http import HttpResponse

from cases.joining.actions.papers import note_paper
from cases.joining.exports import Paper, pdf_of
from cases.joining.forms import PaperForm
from cases.joining.queries import Hours
from cases.volunteering.models import VolunteerProfile
from helpdesk.accounts.models import User


def give_paper(form: PaperForm, profile: VolunteerProfile, done: Hours, *, by: User) -> HttpResponse:
    """The name comes from the form and goes nowhere but onto the paper."""
    office = note_paper(profile=profile, by=by)
    values = form.cleaned_data
    content = pdf_of(
        Paper(
            values["kind"], values["language"], values["name"], office, values["first"], values["last"], done
        )
    )
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{values["kind"]}.pdf"'},
    )
