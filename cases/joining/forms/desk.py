"""What the desk types about applicants, and what volunteers say yes to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.joining.exports import CERTIFICATE, THANKS
from cases.joining.rules import MOST_BYTES
from helpdesk import languages
from helpdesk.ui.forms import PlainForm

PAPER_LANGUAGES = [choice for choice in languages.CHOICES if choice[0] != "en"]
ENCODINGS = [
    ("", _("found by itself")),
    ("utf-8", "UTF-8"),
    ("cp1251", "Windows-1251"),
    ("cp1250", "Windows-1250"),
]


class TalkForm(PlainForm):
    """A date for one or for many."""

    on_date = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    at_time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))

    def starts_at(self) -> datetime:
        """The moment in the office's own time zone."""
        day, clock = self.cleaned_data["on_date"], self.cleaned_data["at_time"]
        return timezone.make_aware(datetime.combine(day, clock))


class NoteForm(PlainForm):
    """What a talk was like."""

    note = forms.CharField(
        label=_("Note of the talk"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Sealed. Only coordinators of this office read it."),
    )


class ReferenceForm(PlainForm):
    """What somebody who knows her says."""

    number = forms.TypedChoiceField(
        label=_("Which one"), coerce=int, choices=[(1, _("the first")), (2, _("the second"))]
    )
    words = forms.CharField(
        label=_("Who it is and what she or he says"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sealed. Only coordinators of this office read it."),
    )


class TierForm(PlainForm):
    """For which work the yes holds."""

    tier = forms.TypedChoiceField(
        label=_("Vetted for"),
        coerce=int,
        choices=[(1, _("tier 1: contact with people")), (2, _("tier 2: sensitive work; two people say yes"))],
        widget=forms.RadioSelect,
    )


class TermsForm(PlainForm):
    """Yes to the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ImportForm(PlainForm):
    """An old list as a CSV file."""

    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=_(
            "Columns: name, email, languages; and if you like phone, language, cities, skills, hours."
        ),
    )
    encoding = forms.ChoiceField(label=_("Letters"), choices=ENCODINGS, required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large. Send at most 500 lines at once."))
        return file


class PaperForm(PlainForm):
    """A letter or a certificate; the name is printed and not kept."""

    kind = forms.ChoiceField(
        label=_("Paper"),
        choices=[(CERTIFICATE, _("Certificate of hours")), (THANKS, _("Thank-you letter"))],
    )
    language = forms.ChoiceField(label=_("Language"), choices=PAPER_LANGUAGES)
    name = forms.CharField(
        label=_("Name as it stands on the paper"), max_length=80, help_text=_("It is printed and not kept.")
    )
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last day must not lie before the first one."))
        return values

    @classmethod
    def for_volunteer(cls, name: str, language: str, joined_on: date, data: Any = None) -> PaperForm:
        """Filled with the last twelve months, or the time since she came."""
        today = timezone.localdate()
        first = max(joined_on, today - timedelta(days=365))
        known = {code for code, _name in PAPER_LANGUAGES}
        initial = {"name": name, "language": language if language in known else "pl"}
        return cls(data, initial={**initial, "first": first, "last": today}, auto_id="paper_%s")
