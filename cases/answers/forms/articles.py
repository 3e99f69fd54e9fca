"""An answer on its way to an article: shown whole, and refused while it could name somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.answers.actions.articles import ArticleDraft, lint
from cases.requests.forms import LookedAtField, in_words
from cases.requests.models import Message
from helpdesk.ui.forms import PlainForm
from knowledge.articles.models import Country, Topic

MOST_LETTERS = 20_000


class ArticleFromAnswerForm(PlainForm):
    """Title, topic, country and text; words that could be names are confirmed one by one."""

    title = forms.CharField(label=_("Title"), max_length=200)
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none())
    country = forms.ChoiceField(label=_("Country"), required=False)
    body = forms.CharField(
        label=_("Text"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
        help_text=_("Write for everybody: no names, no dates of a life, nothing that only this person had."),
    )
    looked_at = LookedAtField()

    def __init__(self, data: Any = None, *, message: Message, body: str = "") -> None:
        request = message.help_request
        initial = {"body": body, "topic": request.topic_id, "country": request.country}
        super().__init__(data, initial=initial, auto_id="article-%s")
        self.message = message
        self.fields["topic"].queryset = Topic.objects.order_by("order", "slug")  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", _("both countries")), *Country.choices]  # type: ignore[attr-defined]
        self.fields["body"].widget.attrs["lang"] = message.language
        title, text = (self.data.get("title", ""), self.data.get("body", "")) if data else ("", body)
        self.found = lint(title[:200], text[:MOST_LETTERS], message.language, request)
        self.fields["looked_at"].offer(self.found)  # type: ignore[attr-defined]

    @property
    def refused(self) -> list[tuple[str | Promise, str]]:
        """What has to go, in words: its kind and the very text."""
        return in_words(self.found)

    def clean_looked_at(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["looked_at"]
        if set(self.found.doubtful) - set(ticked):
            raise forms.ValidationError(
                _("Look at each of these words: tick it, or take it out of the text.")
            )
        return ticked

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.found.refused:
            raise forms.ValidationError(_("This text could say who the person is. Take it out first."))
        return data

    def draft(self) -> ArticleDraft:
        data = self.cleaned_data
        return ArticleDraft(
            title=data["title"],
            body=data["body"],
            topic=data["topic"],
            country=data["country"],
            looked_at=data["looked_at"],
        )
