"""What an editor fills in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.ui.forms import PlainForm, PlainModelForm
from knowledge.articles.models import Article, FactValue, Significance, Topic
from knowledge.articles.rules import LONGEST_BODY

_HASH = re.compile(r"[0-9a-f]{16}")


class TextForm(PlainForm):
    """One language of an article, with what the form was made from."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_BODY,
        help_text=_("Markdown: # for a heading, - for a list, ** for bold. {{fact:name}} puts in a value."),
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    significance = forms.ChoiceField(
        label=_("What changes for the reader"),
        choices=Significance.choices,
        initial=Significance.CLARIFICATION,
    )
    made_from = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.based_on = data.get("based_on") if data else None
        self.is_too_long = len(self.data.get("body", "")) > LONGEST_BODY

    def clean_made_from(self) -> list[str] | None:
        found = _HASH.findall(self.cleaned_data["made_from"])
        return found or None


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
            "is_emergency",
        )
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("checked_on", "review_by", "effective_from", "effective_until")
        }

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        if isinstance(topic, forms.ModelChoiceField):
            topic.queryset = Topic.objects.order_by(f"name_{get_language()}")
        if self.instance.pk:
            self.fields["slug"].disabled = True
        if self.instance.is_emergency or not may_publish:
            self.fields["is_emergency"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("effective_from"), data.get("effective_until")
        if begins and ends and ends < begins:
            self.add_error("effective_until", _("This is before the beginning."))
        if data.get("kind") == "programme" and not ends:
            self.add_error("effective_until", _("A programme needs an end date."))
        return data


class ValueForm(PlainModelForm):
    """A fact value; its words are checked against the old value, so that no language is forgotten."""

    significance = forms.ChoiceField(
        label=_("What changes for the reader"), choices=Significance.choices, initial=Significance.MATERIAL
    )

    class Meta:
        model = FactValue
        fields = (
            "name",
            "value",
            *(f"wording_{code}" for code in languages.CODES),
            "note",
            "source_title",
            "source_url",
            "checked_on",
            "review_by",
        )
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("checked_on", "review_by")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old_value = self.instance.value
        if self.instance.pk:
            self.fields["name"].disabled = True
        else:
            del self.fields["significance"]
        for code in languages.CODES:
            self.fields[f"wording_{code}"].required = False
            self.fields[f"wording_{code}"].label = languages.BY_CODE[code].own_name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        value, old = data.get("value"), self.old_value
        for code in languages.CODES if old and value and value != old else ():
            field = f"wording_{code}"
            if old in (data.get(field) or "") and field not in self.changed_data:
                self.add_error(field, _("This still says the old value. Please change it too."))
        return data
