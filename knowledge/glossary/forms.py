"""What an editor of the glossary fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.ui.forms import PlainForm
from knowledge.glossary.models import WordUse
from knowledge.glossary.rules import LONGEST_SLUG, LONGEST_WORD


class WordForm(PlainForm):
    """One word of a concept."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[*languages.CHOICES, ("near", _("may also mean (short name)"))]
    )
    text = forms.CharField(
        label=_("Word or phrase"),
        max_length=LONGEST_WORD,
        help_text=_("As people write it. Endings and typing mistakes are understood anyway."),
    )
    use = forms.ChoiceField(label=_("How it is used"), choices=WordUse.choices, initial=WordUse.SAID)
    means_both = forms.BooleanField(
        label=_("It means both"),
        required=False,
        help_text=_("Only when the word stands for another concept already, and rightly so."),
    )

    def clean_language(self) -> str:
        language = str(self.cleaned_data["language"])
        return "" if language == "near" else language


class ConceptForm(WordForm):
    """A new concept begins with its first word."""

    concept = forms.CharField(
        label=_("Short name of the concept"),
        max_length=LONGEST_SLUG,
        help_text=_("Small Latin letters, digits and hyphens, for example: residence-card."),
    )
    field_order = ("concept", "language", "text", "use", "means_both")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        if isinstance(language, forms.ChoiceField):
            language.choices = list(languages.CHOICES)


class FileForm(PlainForm):
    """A file in the shape of the export."""

    file = forms.FileField(label=_("File"), help_text=_("JSON, as the export writes it."))
    means_both = forms.BooleanField(
        label=_("Words may stand for several concepts"),
        required=False,
        help_text=_("Without this, a word that stands for another concept already is refused."),
    )

    def clean_file(self) -> str:
        held = self.cleaned_data["file"]
        try:
            return str(held.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This file is not text in UTF-8.")) from None
