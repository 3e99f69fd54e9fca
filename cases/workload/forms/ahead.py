"""What is typed to ask "what if"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.workload.queries.ahead import Wish
from helpdesk.ui.forms import PlainForm
from knowledge.articles.models import Topic

MOST_PEOPLE = 50


class WhatIfForm(PlainForm):
    """A paused topic, more lawyers, more operators; all may be left empty."""

    topic = forms.ModelChoiceField(
        label=_("This topic is paused"), queryset=Topic.objects.none(), required=False, empty_label=_("none")
    )
    lawyers = forms.IntegerField(
        label=_("So many more lawyers"), min_value=0, max_value=MOST_PEOPLE, required=False
    )
    operators = forms.IntegerField(
        label=_("So many more operators"), min_value=0, max_value=MOST_PEOPLE, required=False
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Topic.objects.on_in(country)

    def to_wish(self) -> Wish:
        """What was typed; nothing when it was not understood."""
        if not self.is_valid():
            return Wish()
        values = self.cleaned_data
        return Wish(values["topic"], values["lawyers"] or 0, values["operators"] or 0)
