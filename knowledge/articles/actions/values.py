"""Changing a fact value: every article that states it says the new one in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk import languages
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from knowledge.articles import rules
from knowledge.articles.actions.texts import go_live, one_publisher
from knowledge.articles.models import Article, FactValue, Revision, Significance
from knowledge.articles.notifications import tell_article_changed
from knowledge.articles.permissions import can_edit, can_publish

VALUE_FIELDS = (
    "value",
    *(f"wording_{code}" for code in languages.CODES),
    "note",
    "source_title",
    "source_url",
    "checked_on",
    "review_by",
)


@transaction.atomic
def keep_value(
    *, name: str, by: Actor, significance: str = Significance.MATERIAL, **fields: Any
) -> tuple[FactValue, str]:
    """Make or change a value; says whether it was `created`, `updated` or `unchanged`.

    When what it says changes, each article that states it gets a new published revision of `significance`.
    """
    if not can_publish(by):
        raise Refused(_("Only editors may change a value: readers see it at once."))
    _check(fields)
    one_publisher()
    name = name.lower()
    value = FactValue.objects.select_for_update().filter(name=name).first()
    outcome = "updated" if value else "created"
    value = value or FactValue(name=name)
    said = value.texts
    changed = [field for field, new in fields.items() if (getattr(value, field) or "") != (new or "")]
    if outcome == "updated" and not changed:
        return value, "unchanged"
    for field in changed:
        setattr(value, field, fields[field])
    if not value.value:
        raise NotNow(_("A value cannot be empty."))
    value.save()
    record(f"value.{outcome}", value, by=by, fields=changed)
    if outcome == "updated" and value.texts != said:
        _say_anew(value, significance, by)
    return value, outcome


def _check(fields: dict[str, Any]) -> None:
    unknown = set(fields) - set(VALUE_FIELDS)
    if unknown:
        raise TypeError(f"Not a field of a value: {', '.join(sorted(unknown))}")
    texts = [text for field, text in fields.items() if field == "value" or field.startswith("wording_")]
    if not all(rules.is_plain_value(text or "") for text in texts):
        raise NotNow(_("A value is plain words on one line, without brackets, stars or other marks."))


def _say_anew(value: FactValue, significance: str, by: Actor) -> None:
    """Publish each live text that names the value once more, with the new one."""
    for article in Article.objects.filter(states=value).select_for_update(of=("self",)).order_by("pk"):
        values = {known.name: known for known in article.states.all()}
        for live in article.revisions.live():
            if value.name in live.names:
                go_live(article, _again(live, significance, by), values)
        article.save()
        tell_article_changed(article)


def _again(live: Revision, significance: str, by: Actor) -> Revision:
    last = Revision.objects.filter(article=live.article_id, language=live.language).order_by("-number")[0]
    return Revision(
        article_id=live.article_id,
        language=live.language,
        number=last.number + 1,
        title=live.title,
        summary=live.summary,
        body=live.body,
        section_hashes=live.section_hashes,
        made_from=live.made_from,
        significance=significance,
        author=by if isinstance(by, User) else None,
    )


@transaction.atomic
def still_true(*, article: Article, by: Actor, with_values: bool = False) -> Article:
    """Somebody looked at the sources today: it holds for every language, and for the values if asked."""
    if not can_edit(by):
        raise Refused(_("Only editors may write articles."))
    article = Article.objects.select_for_update().get(pk=article.pk)
    values = list(article.states.select_for_update(of=("self",)).order_by("pk")) if with_values else []
    today = timezone.localdate()
    things: list[Article | FactValue] = [article, *values]
    for thing in things:
        thing.review_by = rules.next_review(thing.checked_on, thing.review_by, today)
        thing.checked_on = today
        thing.save()
    record("article.still_true", article, by=by, fields=["checked_on", "review_by"])
    for value in values:
        record("value.still_true", value, by=by, fields=["checked_on", "review_by"])
    tell_article_changed(article)
    return article


@transaction.atomic
def drop_value(*, value: FactValue, by: Actor) -> None:
    """Throw away a value that no text names."""
    if not can_publish(by):
        raise Refused(_("Only editors may change a value: readers see it at once."))
    one_publisher()
    value = FactValue.objects.select_for_update().get(pk=value.pk)
    named = f"{{{{fact:{value.name}}}}}"
    drafts = Revision.objects.drafts()
    if Article.objects.filter(states=value).exists() or drafts.filter(body__icontains=named).exists():
        raise NotNow(_("Articles state this value. Take it out of them first."))
    record("value.drop", value, by=by)
    value.delete()
