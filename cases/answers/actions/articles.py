"""An article's draft made of an answer that others could use too."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.answers.permissions import can_draft_from
from cases.answers.rules.slugs import short_name
from cases.requests.models import HelpRequest, Message
from cases.requests.queries import has_agreed
from cases.requests.workflow import Purpose
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.text.details import Findings, Known, findings
from knowledge.articles.actions import create_article, save_draft
from knowledge.articles.models import Article, Topic


@dataclass(frozen=True)
class ArticleDraft:
    """What was typed; `looked_at` are the doubtful words that the writer says are nobody's."""

    title: str
    body: str
    topic: Topic
    country: str
    looked_at: Collection[str] = ()


def lint(title: str, body: str, language: str, help_request: HelpRequest) -> Findings:
    """What in this text could say who the person is."""
    known = Known(aliases=(help_request.client.alias, help_request.code))
    return findings(f"{title}.\n\n{body}", language=language, known=known)


@action
def draft_article(*, message: Message, draft: ArticleDraft, by: User) -> Article:
    """A draft without any link back to the person. Raises NotNow while anything in it could name her."""
    if not can_draft_from(by, message):
        raise Refused
    if has_agreed(message.help_request.client_id, Purpose.EXAMPLE) is False:
        raise NotNow(_("The person does not want her story to be an example. Write the article without it."))
    found = lint(draft.title, draft.body, message.language, message.help_request)
    if found.refused or set(found.doubtful) - set(draft.looked_at):
        raise NotNow(_("This text could say who the person is. Take it out first."))
    article = create_article(
        slug=short_name(draft.title, draft.country) or f"answer-{message.pk.hex[:8]}",
        topic=draft.topic,
        by=by,
        country=draft.country,
        source_language=message.language,
    )
    save_draft(
        article=article, language=message.language, title=draft.title, summary="", body=draft.body, by=by
    )
    record("answer.draft_article", message.help_request, by=by)
    return article
