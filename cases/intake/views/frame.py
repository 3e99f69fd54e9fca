"""What the pages of the form share: their steps, the numbers for danger, the hidden draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cases.duty.queries import answering, night_lines
from cases.intake.queries import office_for
from cases.intake.views import draft as drafts
from knowledge.articles.queries import EMERGENCY_LINES, Line


def danger_context(draft: dict[str, Any]) -> dict[str, Any]:
    """`lines` are the numbers of her country, both countries' while it is not known; in danger those that
    answer at night, and what her office may promise now."""
    country = draft.get("country", "")
    if draft.get("danger") != "yes":
        return {"in_danger": False, "lines": lines_for(country)}
    return {"in_danger": True, "lines": night_lines(country), "answering": answering(office_for(country))}


def lines_for(country: str) -> list[Line]:
    return [line for line in EMERGENCY_LINES if not country or line.country in {"", country}]


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One page of the journey; `step` 0 stands outside the three."""
    defaults = {
        "step": 0,
        "findings": [],
        "was_cut": False,
        "minutes": 0,
        "sorry": "",
        "in_danger": False,
        "answering": None,
        "lines": EMERGENCY_LINES,
        "has_other_questions": False,
        "deadline_on": None,
        "deadline_days": None,
    }
    steps = [gettext("What happened"), gettext("Does this help"), gettext("How we get back to you")]
    names = list(enumerate(steps, start=1))
    context = {**defaults, "step_names": names, "carried": drafts.token_of(request), **context}
    return render(request, template, context, status=status)
