"""Which list is wanted outside and why; the filters are those of the search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.triage.forms import FindForm
from cases.triage.queries.finding import Sought

REASON_LENGTH = 300
SHORTEST_REASON = 10


class AskForm(FindForm):
    """The search with both days, and why."""

    reason = forms.CharField(
        label=_("Why is it needed outside, and who gets it?"),
        help_text=_("No names of clients. Only you and the second person read it."),
        min_length=SHORTEST_REASON,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.fields[name].required = True

    def sought(self) -> Sought:
        """What was chosen; call it after `is_valid`."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value and name != "reason"}
        return Sought(**chosen)
