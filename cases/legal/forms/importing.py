"""What is asked when a list of matters comes in: the file, and what its columns are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.legal.forms import why_over
from cases.legal.imports.headers import COLUMN_WORDS, Column
from cases.legal.imports.sheets import MOST_BYTES
from cases.legal.models import CaseType
from helpdesk import languages
from helpdesk.ui.forms import PlainForm


class UploadForm(PlainForm):
    """The file itself."""

    sheet = forms.FileField(
        label=_("Spreadsheet (CSV or XLSX)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        help_text=_("One line for each person, with a header. At most 2 MB and 1000 lines."),
    )

    def __init__(self, *args: Any, too_large: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean_sheet(self) -> bytes:
        found = self.cleaned_data["sheet"]
        if self.too_large or (found is not None and found.size > MOST_BYTES):
            raise forms.ValidationError(_("The file is too large. At most 2 MB fit; split it."))
        if found is None:
            raise forms.ValidationError(_("Choose a file."))
        return bytes(found.read())


class ColumnsForm(PlainForm):
    """Which column holds what, and what holds where a line says nothing."""

    kind: forms.ModelChoiceField[CaseType] = forms.ModelChoiceField(
        label=_("Kind of matter where a line names none"),
        queryset=CaseType.objects.none(),
        required=False,
        empty_label=_("refuse such lines"),
    )
    language = forms.ChoiceField(label=_("Language where a line names none"), choices=languages.CHOICES)
    why = why_over()

    def __init__(
        self, *args: Any, header: tuple[str, ...], country: str, guess: Mapping[Column, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ModelChoiceField)
        kinds.queryset = CaseType.objects.filter(is_active=True, country=country)
        self.initial.setdefault("language", languages.DEFAULT)
        names = [(str(place), name or f"{place + 1}") for place, name in enumerate(header)]
        for column in Column:
            self.fields[f"column_{column.value}"] = forms.ChoiceField(
                label=COLUMN_WORDS[column],  # type: ignore[arg-type]  # lazy
                choices=[("", _("not in this file")), *names],
                required=False,
            )
            if column in guess:
                self.initial[f"column_{column.value}"] = str(guess[column])

    def columns(self) -> dict[Column, int]:
        """Where each meaning stands."""
        said = {column: self.cleaned_data[f"column_{column.value}"] for column in Column}
        return {column: int(place) for column, place in said.items() if place}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [value for name, value in data.items() if name.startswith("column_") and value]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("One column was chosen twice."))
        return data
