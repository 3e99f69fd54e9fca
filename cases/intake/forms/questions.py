"""Fields made from the questions of `steps`: every one may stay empty, and each says why it is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.intake.forms.fields import UNKNOWN, DayField
from cases.intake.steps import Kind, Question

PREFIX = "q_"
MOST_NUMBER = 99_999
I_DO_NOT_KNOW = gettext_lazy("I do not know")
NOT_A_NUMBER = gettext_lazy("Please write a whole number, for example 3.")


def question_field(question: Question) -> forms.Field:
    """In the reader's language of now."""
    shared: dict[str, Any] = {"label": _(question.text), "help_text": _(question.why), "required": False}
    words = [(code, _(text)) for code, text in question.choices]
    if question.kind is Kind.DATE:
        return DayField(**shared)
    if question.kind is Kind.NUMBER:
        return forms.IntegerField(
            min_value=0,
            max_value=MOST_NUMBER,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "8"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NOT_A_NUMBER),
            **shared,
        )
    if question.kind is Kind.TEXT:
        return forms.CharField(max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}), **shared)
    if question.kind is Kind.CHOICES:
        return forms.MultipleChoiceField(choices=words, widget=forms.CheckboxSelectMultiple, **shared)
    widget = forms.RadioSelect if question.kind is Kind.YES_NO else forms.Select
    last_or_first = [(UNKNOWN, I_DO_NOT_KNOW)]
    choices = words + last_or_first if question.kind is Kind.YES_NO else last_or_first + words
    return forms.ChoiceField(choices=choices, widget=widget, **shared)
