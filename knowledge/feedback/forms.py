"""What a reader may say about an article."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.ui.forms import PlainForm
from knowledge.feedback.models import RemarkReason
from knowledge.feedback.workflow import LONGEST_WORDS

_WORDS = forms.Textarea(attrs={"rows": 3})


class MissingForm(PlainForm):
    """After "no": one sentence, or nothing."""

    words = forms.CharField(
        label=_("What did you look for?"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("One sentence is enough. Please write no names, numbers or addresses."),
        widget=_WORDS,
    )


class OutdatedForm(PlainForm):
    """What is not true any more, and a sentence if she likes."""

    reason = forms.ChoiceField(
        label=_("What is out of date?"),
        choices=RemarkReason.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What should it say?"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("One sentence is enough. Please write no names, numbers or addresses."),
        widget=_WORDS,
    )
