"""Shape in: the questions with yes, no and no answer; consent read aloud; a decision about a step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.screening.queries import asked
from cases.screening.steps import NO, STEPS, YES, StepState
from helpdesk.ui.forms import PlainForm

SKIP = "skip"
ANSWERS = [
    (YES, pgettext_lazy("screening", "Yes")),
    (NO, pgettext_lazy("screening", "No")),
    (SKIP, pgettext_lazy("screening", "I do not know, or do not want to say")),
]


class ScreeningForm(PlainForm):
    """Every question may be skipped."""

    thread = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, words in asked():
            field = forms.ChoiceField(label=words, choices=ANSWERS, required=False, widget=forms.RadioSelect)
            self._prepare(field)
            self.fields[code] = field

    def questions(self) -> list[forms.BoundField]:
        return [self[code] for code, _words in asked()]

    def to_answers(self) -> dict[str, str]:
        found = {code: self.cleaned_data.get(code) or SKIP for code, _words in asked()}
        return {code: answer for code, answer in found.items() if answer != SKIP}


class AloudForm(ScreeningForm):
    """The same questions asked by somebody at the desk."""

    agreed = forms.BooleanField(
        label=_("I read these words aloud, and the person agreed"),
        error_messages={"required": _("Without consent nothing is asked and nothing is kept.")},
    )


class StepForm(PlainForm):
    """Done; or not needed, because."""

    step = forms.ChoiceField(choices=[(code, code) for code in STEPS], widget=forms.HiddenInput)
    state = forms.ChoiceField(
        choices=[("open", "open"), *((state.value, state.value) for state in StepState)],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(label=_("Because"), required=False, max_length=300)
