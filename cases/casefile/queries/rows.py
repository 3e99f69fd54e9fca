"""What other rooms know of one request, as rows that ride along in its own query."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import get_language

from cases.legal.models import Membership
from cases.mentoring.models import Mentorship
from cases.mentoring.steps import MentorshipStatus
from cases.referrals.models import Referral
from cases.requests.models import Client, HelpRequest
from cases.returning.models import ClientLink
from cases.triage.models import Suggestion
from cases.volunteering.models import Claim, Task
from cases.volunteering.workflow import LIVE_CLAIM
from helpdesk import languages
from helpdesk.accounts.models import User


def named(path: str) -> Coalesce:
    """A translated name along a path that modeltranslation does not follow, in the reader's order."""
    order = languages.reading_order((get_language() or languages.DEFAULT).split("-")[0])
    return Coalesce(*(F(f"{path}_{code}") for code in order), Value(""))


def cases() -> QuerySet[Any]:
    return (
        Membership.objects.filter(help_request=OuterRef("pk"))
        .order_by("-joined_at")
        .values(
            row=JSONObject(
                id="legal_case_id",
                code="legal_case__code",
                name=named("legal_case__case_type__name"),
                lawyer="legal_case__lawyer__name",
                lawyer_id="legal_case__lawyer_id",
                left="left_at",
            )
        )
    )


def tasks() -> QuerySet[Any]:
    live = Claim.objects.filter(task=OuterRef("pk"), state__in=[state.value for state in LIVE_CLAIM])
    return (
        Task.objects.filter(help_request=OuterRef("pk"))
        .order_by("-made_at")
        .annotate(volunteer=Subquery(live.values("volunteer__name")[:1]))
        .values(row=JSONObject(id="id", code="code", kind="kind", status="status", volunteer="volunteer"))
    )


def mentors() -> QuerySet[Any]:
    running = Mentorship.objects.filter(
        household=OuterRef("client__household"), status=MentorshipStatus.RUNNING.value
    )
    return running.order_by("starts_on").values(row=JSONObject(name="mentor__name", ends="ends_on"))


def articles() -> QuerySet[Any]:
    through = Suggestion.articles.through
    return (
        through.objects.filter(suggestion_id=OuterRef("pk"), article__is_published=True)
        .order_by("id")
        .values(
            row=JSONObject(
                slug="article__slug", **{code: f"article__title_{code}" for code in languages.CODES}
            )
        )
    )


def others(user: User) -> QuerySet[Any]:
    """Other requests of this person and her household that this user may open."""
    mine, home = Q(pk=OuterRef(OuterRef("client"))), Q(household=OuterRef(OuterRef("client__household")))
    return _other_requests(user, Client.objects.filter(mine | home).values("pk"))


def linked(user: User) -> QuerySet[Any]:
    """Requests of the mailbox that she had before; asked apart, so that each question goes by its index."""
    older = ClientLink.objects.filter(newer=OuterRef(OuterRef("client")))
    return _other_requests(user, older.values("older"))


def _other_requests(user: User, clients: QuerySet[Any]) -> QuerySet[Any]:
    return (
        HelpRequest.objects.visible_to(user)
        .filter(client__in=clients)
        .exclude(pk=OuterRef("pk"))
        .order_by("-received_at")
        .values(row=JSONObject(id="id", code="code", status="status", alias="client__alias"))[:10]
    )


def referrals() -> QuerySet[Any]:
    found = Referral.objects.filter(help_request=OuterRef("pk")).order_by("-made_at")
    return found.values(row=JSONObject(id="id", partner="partner__name", status="status"))
