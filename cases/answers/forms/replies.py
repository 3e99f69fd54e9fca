"""The reply as it is typed; shape only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.answers.actions import Draft
from cases.answers.forms.canned import ask_for, canned_choices
from cases.answers.queries import Citable
from cases.answers.queries.canned import canned_reply
from cases.answers.rules import BLOCKS
from cases.requests.models import HelpRequest
from helpdesk import languages
from helpdesk.ui.forms import PlainForm

MOST_LETTERS = 10_000


class NumberedRadios(forms.RadioSelect):
    """Choices that the keys 1 to 9 choose."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["value"] and int(option["index"]) <= 9:
            option["attrs"]["data-key"] = str(option["index"])
        return option


class ReplyForm(PlainForm):
    """Ready sentences, free words with their language, and one article."""

    blocks = forms.MultipleChoiceField(
        label=_("Ready sentences"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sent in the language of the person."),
    )
    canned = forms.ChoiceField(label=_("Canned reply"), required=False)
    words = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 7, "data-key": "r", "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language of your words"), choices=languages.CHOICES)
    article = forms.ChoiceField(label=_("Article to send along"), required=False, widget=NumberedRadios)
    find = forms.CharField(label=_("Look for an article"), required=False, max_length=200)
    keeps_turn = forms.BooleanField(label=_("We owe her more: it stays our turn"), required=False)
    once = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, help_request: HelpRequest, articles: Sequence[Citable] = (), **kwargs: Any
    ) -> None:
        reader = help_request.client.language
        initial = {"language": reader, "once": uuid.uuid4(), "seen": help_request.version}
        super().__init__(*args, initial=initial, auto_id="reply-%s", **kwargs)
        self.fields["blocks"].choices = [(code, _sentence(texts, reader)) for code, texts in BLOCKS.items()]  # type: ignore[attr-defined]
        self.fields["article"].choices = [("", _("no article")), *map(_choice, articles)]  # type: ignore[attr-defined]
        self.has_articles = bool(articles)
        self.fields["canned"].choices = canned_choices()  # type: ignore[attr-defined]
        self.chosen = canned_reply(self.data.get("canned"))
        self.canned_text = self.chosen.texts[reader] if self.chosen else ""
        self.asked = ask_for(self, self.chosen, help_request) if self.chosen else []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_search:
            return data
        for name in self.asked:
            if not data.get(f"with_{name}"):
                self.add_error(f"with_{name}", _("Fill this in: the reply needs it."))
        if self.chosen and "link" in self.chosen.fields and not data.get("article"):
            self.add_error("article", _("Choose the article that the reply links to."))
        given = data.get("words") or data.get("blocks") or data.get("article") or self.chosen
        if not given and not self.errors:
            raise forms.ValidationError(_("Write something, choose a sentence, or choose an article."))
        return data

    @property
    def is_search(self) -> bool:
        """Whether a button was pressed that only shows something, not "Send"."""
        return self.data.get("do") in {"find", "canned"}

    def asked_fields(self) -> list[forms.BoundField]:
        """The small form of the canned reply, where nothing may be left out."""
        for name in self.asked:
            self.fields[f"with_{name}"].required = True  # for the reader; clean() says so when it is sent
        return [self[f"with_{name}"] for name in self.asked]

    def draft(self) -> Draft:
        data = self.cleaned_data
        return Draft(
            words=data["words"],
            language=data["language"],
            once=data["once"],
            blocks=tuple(data["blocks"]),
            article=data["article"],
            canned=self.chosen.pk if self.chosen else None,
            fields={name: str(data[f"with_{name}"]) for name in self.asked},
            keeps_turn=data["keeps_turn"],
            seen=data["seen"],
        )


def _sentence(texts: dict[str, str], reader: str) -> str:
    """The sentence in the operator's language; she need not read the client's to choose it."""
    own = (get_language() or "en").split("-")[0]
    return texts.get(own) or texts[reader]


def _choice(article: Citable) -> tuple[str, str]:
    return article.slug, format_html('<span lang="{}">{}</span>', article.language, article.title)
