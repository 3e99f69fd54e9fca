"""The web form in three pages and the receipt after it. Works without script; nothing in any address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from cases.intake.actions import submit
from cases.intake.forms import ContactForm, HelpsForm, LastDigitsForm, StoryForm
from cases.intake.queries import topic_groups, usual_wait
from cases.intake.rules import grouped, look_again_on, starting_urgency, traces_in, without_traces
from cases.intake.suggestions import helpful_articles, suggested_topic
from cases.intake.views import draft as drafts
from cases.requests.actions import Need
from cases.requests.models import Household
from helpdesk.accounts.access import public
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.throttle import Limit, give_back, take
from knowledge.articles.models import Topic

SUBMISSIONS = Limit("intake", most=5, seconds=60 * 60)
page = require_http_methods(["GET", "HEAD", "POST"])


@public
@page
def story(request: HttpRequest) -> HttpResponse:
    """First page: what happened, and where."""
    draft = drafts.draft_of(request)
    if request.method != "POST":
        return _page(request, "story", form=StoryForm(initial=draft), step=1)
    form = StoryForm(request.POST)
    if not form.is_valid():
        return _page(request, "story", form=form, step=1)
    values = form.cleaned_data
    findings = traces_in(values["story"])
    if request.POST.get("traces") == "remove":
        values["story"] = without_traces(values["story"])
    elif findings and request.POST.get("traces") != "keep" and draft.get("story") != values["story"]:
        return _page(request, "story", form=form, findings=findings, step=1)
    drafts.remember(request, **values)
    return redirect("intake:helps")


@public
@page
def helps(request: HttpRequest) -> HttpResponse:
    """Second page: what may help already, the topic, and a few questions."""
    draft = drafts.draft_of(request)
    if "story" not in draft:
        return redirect("intake:story")
    if request.method == "POST" and "solved" in request.POST:
        drafts.forget(request)
        return _page(request, "helped")
    groups = topic_groups(draft["country"])
    language = get_language()
    topic = suggested_topic(draft["story"], language, groups)
    form = HelpsForm(
        request.POST if request.method == "POST" else None,
        groups=groups,
        initial={"topic": topic.slug if topic else "unknown", **draft},
    )
    if request.method == "POST" and form.is_valid():
        drafts.remember(request, **form.cleaned_data)
        return redirect("intake:contact")
    hits = helpful_articles(draft["story"], language, draft["country"])
    return _page(request, "helps", form=form, hits=hits, topic=topic, step=2, **_danger(draft))


@public
@page
def contact(request: HttpRequest) -> HttpResponse:
    """Third page: how we get back to her; sending it makes the request."""
    draft = drafts.draft_of(request)
    if "story" not in draft:
        return redirect("intake:receipt" if drafts.shown_receipt(request) else "intake:story")
    digits = drafts.receipt_of(request)
    form = ContactForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "step": 3, **_danger(draft)}
    if request.method != "POST" or not form.is_valid():
        return _page(request, "contact", **context)
    seconds = take(SUBMISSIONS, request)
    if seconds:
        response = _page(request, "contact", status=429, minutes=-(-seconds // 60), **context)
        response.headers["Retry-After"] = str(seconds)
        return response
    try:
        return _send(request, draft, form, digits)
    except NotNow as sorry:
        return _page(request, "contact", status=503, sorry=str(sorry), **context)


def _send(request: HttpRequest, draft: dict[str, Any], form: ContactForm, digits: str) -> HttpResponse:
    need = _need(draft, form.cleaned_data["look_again"])
    adults = draft.get("adults") or "unknown"
    household = Household(
        country=need.country,
        city=need.city,
        adults=int(adults) if adults.isdigit() else 1,
        child_bands=draft.get("child_bands", []),
    )
    if not submit(digits=digits, need=need, contact=form.to_contact(), household=household):
        give_back(SUBMISSIONS, request)
    drafts.show_receipt(
        request,
        digits,
        need.look_again_on,
        ring=need.ring_back,
        danger=draft.get("danger") == "yes",
        country=need.country,
        topic=draft.get("topic") or "unknown",
    )
    return redirect("intake:receipt")


def _need(draft: dict[str, Any], way: str) -> Need:
    deadline = draft.get("deadline_on")
    flags = list(draft.get("about", []))
    return Need(
        story=draft["story"],
        language=get_language(),
        country=draft["country"],
        city=draft["city"],
        topic=_topic(draft),
        urgency=starting_urgency(in_danger=draft.get("danger") == "yes", flags=flags),
        flags=flags,
        deadline_on=date.fromisoformat(deadline) if deadline else None,
        look_again_on=look_again_on(way, timezone.localdate()),
        ring_back=way == "ring",
    )


def _topic(answers: dict[str, Any]) -> Topic | None:
    slug = answers.get("topic") or "unknown"
    return None if slug == "unknown" else Topic.objects.filter(slug=slug).first()


@public
@page
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt, until its last four digits were typed back or half an hour has gone."""
    shown = drafts.shown_receipt(request)
    if shown is None:
        kept = request.session.get(drafts.KEPT)
        return _page(request, "kept", **_seen(kept)) if kept else redirect("intake:story")
    form = LastDigitsForm(request.POST if request.method == "POST" else None, digits=shown["digits"])
    if request.method == "POST" and form.is_valid():
        drafts.keep(request)
        return redirect("intake:receipt")
    return _page(request, "receipt", form=form, groups=grouped(shown["digits"]), **_seen(shown))


def _seen(shown: dict[str, Any]) -> dict[str, Any]:
    day = shown["look_again_on"]
    wait = usual_wait(_topic(shown))
    return {
        "look_again_on": date.fromisoformat(day) if day else None,
        "ring": shown.get("ring", False),
        "is_new": shown.get("is_new", True),
        "wait_least": wait.least if wait else None,
        "wait_most": wait.most if wait else None,
        **_danger({"danger": "yes" if shown.get("danger") else "no"}),
    }


def _danger(draft: dict[str, Any]) -> dict[str, Any]:
    return {"in_danger": draft.get("danger") == "yes"}


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    defaults = {"step": 0, "findings": [], "minutes": 0, "sorry": "", "in_danger": False}
    steps = [gettext("What happened"), gettext("Does this help"), gettext("How we get back to you")]
    return render(
        request,
        f"cases/intake/{name}.html",
        {**defaults, "step_names": list(enumerate(steps, start=1)), **context},
        status=status,
    )
