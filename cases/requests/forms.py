"""Which version a page showed; and words for many: what could name somebody has to go. Shape only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.requests.actions.seen import happened_since
from cases.requests.models import HelpRequest
from cases.requests.rules import Seen, seen_in
from helpdesk.text.details import Detail, Findings

KINDS: Mapping[Detail, str | Promise] = {
    Detail.NAME: _("a name"),
    Detail.PHONE: _("a phone number"),
    Detail.EMAIL: _("an e-mail address"),
    Detail.DOCUMENT: _("the number of a document"),
    Detail.PERSONAL_NUMBER: _("a personal number"),
    Detail.BIRTH: _("a date of birth"),
    Detail.ADDRESS: _("a street address"),
    Detail.ALIAS: _("the alias or code of the person"),
    Detail.LABEL: _("the lawyer's own label of a person"),
}


class LookedAtField(forms.MultipleChoiceField):
    """The doubtful words, each with a tick that says: nobody's."""

    def __init__(self) -> None:
        super().__init__(
            label=_("These words are not about a person"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Tick each word that may stay. Take the others out of the text."),
        )

    def offer(self, found: Findings) -> None:
        self.choices = [(word, word) for word in found.doubtful]


def in_words(found: Findings) -> list[tuple[str | Promise, str]]:
    """What has to go: its kind in the reader's language, and the very text."""
    return [(KINDS[kind], words) for kind, words in found.refused]


def check_for_many(form: forms.BaseForm, found: Findings) -> None:
    """Puts on the form why these words cannot go to many people yet."""
    if found.refused:
        form.add_error(None, _("This text could say who somebody is, and all of them would read it."))
    elif set(found.doubtful) - set(form.cleaned_data.get("looked_at", [])):
        form.add_error("looked_at", _("Look at each of these words: tick it, or take it out of the text."))


def seen_of(request: HttpRequest) -> Seen:
    """The versions that the page sent with a decision, in its fields or in the address of its button."""
    return seen_in([*request.GET.getlist("seen"), *request.POST.getlist("seen")])


def warn_late(request: HttpRequest, help_requests: Sequence[HelpRequest], seen: Seen) -> bool:
    """Whether something happened to one of these since the page; the next page says what."""
    late = happened_since(help_requests, seen)
    for words in late:
        messages.warning(request, words)
    return bool(late)
