"""The household's side: its mentor, the steps of the month with what explains them, and its wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language

from cases.mentoring.models import Mentorship, MentorshipStep, MentorWish
from cases.mentoring.steps import article_of
from cases.requests.models import Client
from helpdesk import languages
from knowledge.articles.models import Article
from knowledge.articles.queries import Shown, shown


@dataclass(frozen=True)
class HomeStep:
    """One step, and the article that explains it, if it is published."""

    step: MentorshipStep
    slug: str
    title: str
    language: str = ""  # of the title, where it is not the reader's own


@dataclass
class HomeMonth:
    """What the household sees."""

    mentorship: Mentorship | None
    wish: MentorWish | None
    steps: list[HomeStep] = field(default_factory=list)

    @property
    def mentor_languages(self) -> list[str]:
        if self.mentorship is None:
            return []
        return list(self.mentorship.mentor.volunteer_profile.languages)


def home_month(client: Client) -> HomeMonth:
    """Her running mentorship (only of this mailbox: another adult may have one of her own)."""
    wish = MentorWish.objects.filter(pk=client.household_id).first() if client.household_id else None
    rows = Mentorship.objects.running().filter(client=client)
    mentorship = rows.select_related("mentor__volunteer_profile", "household").first()
    month = HomeMonth(mentorship, wish)
    if mentorship is not None:
        month.steps = steps_with_articles(mentorship)
    return month


def steps_with_articles(
    mentorship: Mentorship, steps: Sequence[MentorshipStep] | None = None
) -> list[HomeStep]:
    """Each step with the title of its article in the reader's order of languages."""
    if steps is None:
        steps = list(MentorshipStep.objects.filter(mentorship=mentorship))
    country = mentorship.household.country
    slugs = {step.key: article_of(country, step.key) for step in steps}
    reader = (get_language() or languages.DEFAULT).split("-")[0]
    wanted = [slug for slug in slugs.values() if slug]
    published = Article.objects.live().filter(slug__in=wanted) if wanted else []
    seen = {article.slug: shown(article, reader) for article in published}
    return [_home_step(step, seen.get(slugs[step.key])) for step in steps]


def _home_step(step: MentorshipStep, article: Shown | None) -> HomeStep:
    if article is None:
        return HomeStep(step, "", "")
    return HomeStep(
        step, article.article.slug, article.title, article.language if article.is_fallback else ""
    )
