"""One draft for many: words in each language, what lacks, and what could name somebody; shape only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from cases.answers.actions.shared import SharedDraft, lint_for_many
from cases.answers.forms.replies import MOST_LETTERS, NumberedRadios
from cases.answers.queries import Citable
from cases.answers.queries.shared import lacking, readers
from cases.answers.rules import BLOCKS
from cases.requests.forms import LookedAtField, check_for_many, in_words
from cases.requests.models import HelpRequest
from helpdesk import languages
from helpdesk.ui.forms import PlainForm


class SharedAnswerForm(PlainForm):
    """Before it goes out, the writer has seen which language lacks and every word that could be a name."""

    blocks = forms.MultipleChoiceField(
        label=_("Ready sentences"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each person reads them in her own language."),
    )
    article = forms.ChoiceField(label=_("Article to send along"), required=False, widget=NumberedRadios)
    looked_at = LookedAtField()
    sends_other = forms.BooleanField(
        label=_("Send it all the same, in the language that is written"), required=False
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, help_requests: Sequence[HelpRequest], articles: Sequence[Citable], **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"once": uuid.uuid4()}, auto_id="many-%s", **kwargs)
        self.help_requests = help_requests
        own = (get_language() or languages.DEFAULT).split("-")[0]
        choices = [(code, texts.get(own, texts["en"])) for code, texts in BLOCKS.items()]
        self.fields["blocks"].choices = choices  # type: ignore[attr-defined]
        self.fields["article"].choices = [  # type: ignore[attr-defined]
            ("", _("no article")),
            *((article.slug, article.title) for article in articles),
        ]
        wanted = readers(help_requests)
        for code in sorted(languages.CODES, key=lambda code: -wanted.get(code, 0)):
            self.fields[f"words_{code}"] = self._words(code, wanted.get(code, 0))
        self.found = lint_for_many(self._typed(), help_requests)
        self.fields["looked_at"].offer(self.found)  # type: ignore[attr-defined]

    @staticmethod
    def _words(code: str, number: int) -> forms.CharField:
        people = ngettext("%(number)s person reads it", "%(number)s people read it", number) % {
            "number": number
        }
        return forms.CharField(
            label=languages.BY_CODE[code].own_name,
            required=False,
            max_length=MOST_LETTERS,
            widget=forms.Textarea(attrs={"rows": 5 if number else 2, "dir": "auto", "lang": code}),
            help_text=people if number else _("Nobody of these reads it."),
        )

    def _typed(self) -> dict[str, str]:
        if not self.is_bound:
            return {}
        words = {code: str(self.data.get(f"words_{code}", ""))[:MOST_LETTERS] for code in languages.CODES}
        return {code: text for code, text in words.items() if text.strip()}

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("words_")]

    @property
    def refused(self) -> list[tuple[str | Promise, str]]:
        """What has to go, in words: its kind and the very text."""
        return in_words(self.found)

    @property
    def lacking(self) -> list[tuple[str, str, int]]:
        return lacking(self.help_requests, self._typed())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (self._typed() or data.get("blocks") or data.get("article")):
            raise forms.ValidationError(_("Write something, choose a sentence, or choose an article."))
        check_for_many(self, self.found)
        if self.lacking and not data.get("sends_other"):
            self.add_error("sends_other", _("Some people would get it in another language. Look below."))
        return data

    def draft(self) -> SharedDraft:
        data = self.cleaned_data
        return SharedDraft(
            once=data["once"],
            words={code: data[f"words_{code}"] for code in languages.CODES},
            blocks=tuple(data["blocks"]),
            article=data["article"],
            looked_at=data["looked_at"],
        )
