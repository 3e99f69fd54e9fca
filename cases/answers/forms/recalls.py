"""What a lawyer types about a recall: why nothing is needed, or the correction by language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.answers.models import AdviceRecall
from cases.answers.rules.corrections import CORRECTION, prepared
from helpdesk.languages import BY_CODE
from helpdesk.ui.forms import PlainForm

MOST_LETTERS = 4000


class NotNeededForm(PlainForm):
    """No correction, because."""

    reason = forms.CharField(label=_("No correction is needed, because"), max_length=500)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, recall: AdviceRecall) -> None:
        super().__init__(data, initial={"seen": recall.revision_id}, auto_id="not-needed-%s")


class CorrectionForm(PlainForm):
    """One text for each language, prepared; an empty one means the next language of the person's order."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, recall: AdviceRecall, titles: dict[str, str], needed: list[str]
    ) -> None:
        super().__init__(data, initial={"seen": recall.revision_id}, auto_id="correction-%s")
        order = [*needed, *(code for code in CORRECTION if code not in needed)]
        for code in order:
            self.fields[f"text_{code}"] = forms.CharField(
                label=BY_CODE[code].own_name,
                required=False,
                max_length=MOST_LETTERS,
                initial=prepared(code, titles[code]) if code in needed else "",
                widget=forms.Textarea(attrs={"rows": 7, "lang": code, "dir": "auto"}),
            )
        self.needed = needed

    @property
    def wanted_fields(self) -> list[forms.BoundField]:
        """The languages of the people concerned."""
        return [self[f"text_{code}"] for code in self.needed]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[f"text_{code}"] for code in CORRECTION if code not in self.needed]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.texts():
            raise forms.ValidationError(_("Write the correction in at least one language."))
        return data

    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        return {code: text for code in CORRECTION if (text := self.cleaned_data.get(f"text_{code}", ""))}
