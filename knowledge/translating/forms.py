"""What an editor fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helpdesk.ui.forms import PlainForm, PlainModelForm
from knowledge.articles.models import Article, Significance, Topic
from knowledge.articles.rules import LONGEST_BODY


class TextForm(PlainForm):
    """One language of an article."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_BODY,
        help_text=_("Markdown: # for a heading, - for a list, ** for bold."),
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    significance = forms.ChoiceField(
        label=_("What changes for the reader"),
        choices=Significance.choices,
        initial=Significance.CLARIFICATION,
    )


class ArticleForm(PlainModelForm):
    """What is said about an article rather than in it."""

    class Meta:
        model = Article
        fields = (
            "slug",
            "topic",
            "country",
            "kind",
            "source_language",
            "source_title",
            "source_url",
            "checked_on",
            "review_by",
            "effective_from",
            "effective_until",
            "confidence",
        )
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("checked_on", "review_by", "effective_from", "effective_until")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        if isinstance(topic, forms.ModelChoiceField):
            topic.queryset = Topic.objects.order_by(f"name_{get_language()}")
        if self.instance.pk:
            self.fields["slug"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("effective_from"), data.get("effective_until")
        if begins and ends and ends < begins:
            self.add_error("effective_until", _("This is before the beginning."))
        if data.get("kind") == "programme" and not ends:
            self.add_error("effective_until", _("A programme needs an end date."))
        return data
