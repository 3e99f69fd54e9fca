"""What is typed to pause a topic."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.waiting.actions import LONGEST
from cases.waiting.models import REASON_CHOICES
from cases.waiting.rules import Reason
from helpdesk import languages
from helpdesk.ui.forms import PlainForm
from knowledge.articles.models import Topic

MOST_WORDS = 600


class PauseForm(PlainForm):
    """A topic, why, until when, and words in five languages (empty: prepared ones)."""

    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        help_text=_("The topics under it are paused too."),
    )
    reason = forms.ChoiceField(label=_("Why"), choices=REASON_CHOICES)
    until_on = forms.DateField(
        label=_("Paused until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day after, the topic opens by itself and those who waited come first."),
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Topic.objects.on_in(country)
        for code in languages.CODES:
            self.fields[f"words_{code}"] = forms.CharField(
                label=languages.BY_CODE[code].own_name,
                required=False,
                max_length=MOST_WORDS,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    def clean_until_on(self) -> date:
        day: date = self.cleaned_data["until_on"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day within the next half year."))
        return day

    def to_pause(self) -> dict[str, Any]:
        """The arguments of `pause_topic` that were typed."""
        values = self.cleaned_data
        return {
            "topic": values["topic"],
            "reason": Reason(values["reason"]),
            "until_on": values["until_on"],
            "words": {code: values[f"words_{code}"] for code in languages.CODES},
        }
