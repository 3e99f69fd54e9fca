"""The web form in three pages. Works without script; nothing in any address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from cases.intake.actions import submit
from cases.intake.forms import ContactForm, HelpsForm, StoryForm
from cases.intake.queries import Groups, root_of, topic_by_slug, topic_groups, topic_in
from cases.intake.rules import days_until, look_again_on, starting_urgency
from cases.intake.steps import YES, kept, questions_for
from cases.intake.suggestions import helpful_articles, suggested_topic
from cases.intake.views import draft as drafts
from cases.intake.views.frame import danger_context, show
from cases.intake.views.look import look_at, retyped
from cases.requests.actions import Need
from cases.requests.models import Household
from cases.requests.workflow import Channel
from cases.waiting.queries import Paused, live_pauses, paused_for
from helpdesk.accounts.access import public
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.kiosk import kiosk_here
from helpdesk.accounts.models import Office
from helpdesk.accounts.throttle import Flood, Limit, give_back, slow_down, take
from helpdesk.ui.kiosk import still_typing

SUBMISSIONS = Limit("intake", most=5, seconds=60 * 60, spares_kiosk=True)
MANY_SUBMISSIONS = Flood("intake", most=200, seconds=60 * 60)
page = require_http_methods(["GET", "HEAD", "POST"])


@public
@page
def story(request: HttpRequest) -> HttpResponse:
    """First page: what happened, and where. Whoever is in danger is not held up by a look at her words."""
    draft = drafts.draft_of(request)
    if request.method != "POST":
        return show(request, "cases/intake/story.html", form=StoryForm(initial=draft), step=1)
    if still_typing(request):
        return show(request, "cases/intake/story.html", form=StoryForm(initial=request.POST.dict()), step=1)
    form = StoryForm(request.POST)
    if not form.is_valid():
        return show(request, "cases/intake/story.html", form=form, step=1)
    values = form.cleaned_data
    look = look_at({"story": values["story"]}, request.POST, draft)
    if look.must_ask and values["danger"] != "yes":
        form = StoryForm(retyped(request.POST, look.texts))
        return show(
            request,
            "cases/intake/story.html",
            form=form,
            findings=look.findings,
            was_cut=look.was_cut,
            step=1,
        )
    drafts.remember(request, **(values | look.texts))
    return redirect("intake:helps")


@public
@page
def helps(request: HttpRequest) -> HttpResponse:
    """Second page: what may help already, the topic, and the questions of that topic."""
    draft = drafts.draft_of(request)
    if "story" not in draft:
        return redirect("intake:story")
    if request.method == "POST" and "solved" in request.POST:
        drafts.forget(request)
        return show(request, "cases/intake/helped.html")
    groups = topic_groups(draft["country"])
    topic = suggested_topic(draft["story"], get_language(), groups)
    chosen = draft.get("topic") or (topic.slug if topic else "unknown")
    if request.method != "POST":
        return _helps_page(request, draft, _questions(draft, groups, chosen), topic)
    form = _questions(draft, groups, request.POST.get("topic") or chosen, request.POST)
    if not form.is_valid():
        return _helps_page(request, draft, form, topic)
    answers = form.to_answers()
    look = look_at(form.free_texts(), request.POST, draft.get("free_texts", {}))
    drafts.remember(request, **form.to_household(), answers={**draft.get("answers", {}), **answers})
    draft = drafts.draft_of(request)
    others = _has_other_questions(form, groups, draft["country"])
    if draft.get("danger") != "yes" and (look.must_ask or others):
        again = retyped(request.POST, {**look.texts, "asked_for": root_of(groups, form["topic"].value())})
        form = _questions(draft, groups, form["topic"].value() or chosen, again)
        return _helps_page(
            request,
            draft,
            form,
            topic,
            findings=look.findings,
            was_cut=look.was_cut,
            has_other_questions=others,
        )
    texts = {name.removeprefix("q_"): text for name, text in look.texts.items()}
    drafts.remember(request, free_texts=look.texts, answers={**draft["answers"], **texts})
    return redirect("intake:contact")


def _questions(draft: dict[str, Any], groups: Groups, topic: str, data: Any = None) -> HelpsForm:
    root = root_of(groups, topic)
    answers = {f"q_{code}": value for code, value in draft.get("answers", {}).items()}
    initial = {**answers, **draft, "topic": topic, "asked_for": root}
    return HelpsForm(data, groups=groups, topic=root, country=draft["country"], initial=initial)


def _has_other_questions(form: HelpsForm, groups: Groups, country: str) -> bool:
    """Whether she changed the topic, and that topic has questions which she has not seen."""
    asked_for, now = form.cleaned_data["asked_for"], root_of(groups, form.cleaned_data["topic"])
    if not form["asked_for"].data or asked_for == now:
        return False
    seen = set(questions_for(asked_for, country))
    return any(question not in seen for question in questions_for(now, country))


def _helps_page(
    request: HttpRequest, draft: dict[str, Any], form: HelpsForm, topic: object, **more: Any
) -> HttpResponse:
    hits = helpful_articles(draft["story"], get_language(), draft["country"])
    context = {"form": form, "hits": hits, "topic": topic, "step": 2, **_deadline(draft), **more}
    context["paused"] = _paused(draft, form["topic"].value() or "")
    return show(request, "cases/intake/helps.html", **context, **danger_context(draft))


@public
@page
def contact(request: HttpRequest) -> HttpResponse:
    """Third page: how we get back to her; sending it makes the request. Danger knows no limit."""
    draft = drafts.draft_of(request)
    if "story" not in draft:
        return redirect("intake:receipt" if drafts.shown_receipt(request) else "intake:story")
    digits = drafts.receipt_of(request)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _contact_page(request, draft, form)
    in_danger = draft.get("danger") == "yes"
    seconds = 0 if in_danger else take(SUBMISSIONS, request)
    if seconds:
        response = _contact_page(request, draft, form, status=429, minutes=-(-seconds // 60))
        response.headers["Retry-After"] = str(seconds)
        return response
    if not in_danger:
        slow_down(MANY_SUBMISSIONS)
    try:
        return _send(request, draft, form, digits)
    except NotNow as sorry:
        return _contact_page(request, draft, form, status=503, sorry=str(sorry))


def _contact_page(
    request: HttpRequest, draft: dict[str, Any], form: ContactForm, **more: Any
) -> HttpResponse:
    context = {"form": form, "step": 3, **_deadline(draft), **danger_context(draft), **more}
    context["paused"] = _paused(draft, draft.get("topic") or "")
    return show(request, "cases/intake/contact.html", **context)


def _send(request: HttpRequest, draft: dict[str, Any], form: ContactForm, digits: str) -> HttpResponse:
    kiosk = kiosk_here(request)
    need = _need(draft, form, Channel.WALK_IN if kiosk else Channel.WEB)
    office = Office.objects.filter(pk=kiosk.office_id).first() if kiosk else None
    household = _household(draft, need)
    paused = _paused(draft, draft.get("topic") or "")
    is_new = submit(digits=digits, need=need, contact=form.to_contact(), household=household, office=office)
    if not is_new and draft.get("danger") != "yes":
        give_back(SUBMISSIONS, request)
    drafts.show_receipt(
        request,
        digits,
        need.look_again_on,
        ring=need.ring_back,
        danger=draft.get("danger") == "yes",
        country=need.country,
        topic=draft.get("topic") or "unknown",
        place=[paused.number, paused.until_on.isoformat()] if paused else None,
    )
    return redirect("intake:receipt")


def _need(draft: dict[str, Any], form: ContactForm, channel: Channel) -> Need:
    way, flags = form.cleaned_data["look_again"], list(draft.get("about", []))
    due, today = _day(draft.get("deadline_on")), timezone.localdate()
    groups = topic_groups(draft["country"])
    return Need(
        story=draft["story"],
        answers=_answers(draft, groups),
        language=get_language(),
        country=draft["country"],
        city=draft["city"],
        channel=channel,
        topic=topic_in(groups, draft.get("topic") or ""),
        urgency=starting_urgency(
            in_danger=draft.get("danger") == "yes", flags=flags, days=days_until(due, today)
        ),
        flags=flags,
        deadline_on=due,
        look_again_on=look_again_on(way, today),
        ring_back=way == "ring",
        heard_from=form.cleaned_data["heard_from"],
    )


def _answers(draft: dict[str, Any], groups: Groups) -> str:
    """Only what was asked about the topic that she chose in the end."""
    asked = questions_for(root_of(groups, draft.get("topic") or "unknown"), draft["country"])
    answers = draft.get("answers", {})
    return kept({question.code: answers.get(question.code) for question in asked})


def _household(draft: dict[str, Any], need: Need) -> Household:
    adults = draft.get("adults") or "unknown"
    place = draft.get("needs_school_place")
    return Household(
        country=need.country,
        city=need.city,
        adults=int(adults) if adults.isdigit() else 1,
        child_bands=draft.get("child_bands", []),
        needs_school_place=place == YES if place in {"yes", "no"} else None,
    )


def _paused(draft: dict[str, Any], slug: str) -> Paused | None:
    """What to say when this topic rests; danger is never paused, and nothing is asked while nothing rests."""
    if draft.get("danger") == "yes" or not live_pauses():
        return None
    return paused_for(topic_by_slug(slug), draft["country"], get_language())


def _deadline(draft: dict[str, Any]) -> dict[str, Any]:
    due = _day(draft.get("deadline_on"))
    return {"deadline_on": due, "deadline_days": days_until(due, timezone.localdate())}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
