"""What staff type in the legal room; shapes only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.legal.forms.consultations import AnswerForm, MeetingForm, MinutesForm, MomentForm, PeriodForm
from cases.legal.models import CaseType
from cases.legal.models.choices import DEADLINE_CHOICES
from cases.legal.queries import lawyers_of
from cases.legal.workflow import StepState
from cases.requests.forms import LookedAtField, check_for_many, in_words
from cases.requests.models.choices import OUTCOME_CHOICES
from cases.rest.models import WHY_OVER_CHOICES
from helpdesk.accounts.models import User
from helpdesk.languages import BY_CODE
from helpdesk.text.details import Known, findings_for_many
from helpdesk.ui.forms import PlainForm

__all__ = ["AnswerForm", "MeetingForm", "MinutesForm", "MomentForm", "PeriodForm"]


def why_over() -> forms.ChoiceField:
    """Asked wherever work is given to somebody who may have enough."""
    return forms.ChoiceField(
        label=_("If it is more than the colleague's limit: why must it be?"),
        required=False,
        choices=[("", "—"), *WHY_OVER_CHOICES],
    )


class NewCaseForm(PlainForm):
    """Turns selected requests into one case."""

    NOTHING_SELECTED = _("Select at least one request first.")

    case_type: forms.ModelChoiceField[CaseType] = forms.ModelChoiceField(
        label=_("Kind of matter"),
        queryset=CaseType.objects.none(),
        help_text=_("It brings the checklist that each person gets."),
    )
    lawyer: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label=_("Lawyer"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    title = forms.CharField(
        label=_("Title for us"),
        max_length=120,
        required=False,
        help_text=_("Only the lawyer of the case reads it. No names, please."),
    )
    why = why_over()

    def __init__(self, *args: Any, office_id: int | None, country: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = CaseType.objects.filter(is_active=True)
        _offer(self, "case_type", types.filter(country=country) if country else types)
        _offer(self, "lawyer", lawyers_of(office_id))

    def offer_only(self, lawyer: User) -> None:
        """Somebody who may not open requests to others names nobody but herself."""
        _offer(self, "lawyer", User.objects.filter(pk=lawyer.pk))


class HandOverForm(PlainForm):
    """The case's next lawyer, out of a list that was read once."""

    lawyer = forms.ChoiceField(label=_("Hand the case to"))
    why = why_over()

    def __init__(self, *args: Any, lawyers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lawyers = {str(lawyer.pk): lawyer for lawyer in lawyers}
        field = self.fields["lawyer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, str(lawyer)) for pk, lawyer in self.lawyers.items()]

    def chosen(self) -> User:
        return self.lawyers[self.cleaned_data["lawyer"]]


def _offer(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset


MOST_LETTERS = 8000  # of one text


class DraftForm(PlainForm):
    """One draft in the languages the members read; what could name one of them has to go or be ticked."""

    draft_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    looked_at = LookedAtField()

    def __init__(self, *args: Any, languages: list[str], known: Known | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["draft_id"] = uuid4()
        for code in languages or ["be"]:
            self.fields[f"text_{code}"] = forms.CharField(
                label=BY_CODE[code].own_name,
                required=False,
                max_length=MOST_LETTERS,
                widget=forms.Textarea(attrs={"rows": 5, "lang": code, "autocomplete": "off"}),
            )
        self.found = findings_for_many(self._typed(), known or Known())
        self.fields["looked_at"].offer(self.found)  # type: ignore[attr-defined]

    def _typed(self) -> dict[str, str]:
        names = [name for name in self.fields if name.startswith("text_")] if self.is_bound else []
        return {name.removeprefix("text_"): str(self.data.get(name, ""))[:MOST_LETTERS] for name in names}

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("text_")]

    @property
    def refused(self) -> list[tuple[str | Promise, str]]:
        """What has to go, in words: its kind and the very text."""
        return in_words(self.found)

    def draft(self) -> UUID | None:
        """The number of this draft: sent twice by a double click, it is one."""
        return self.cleaned_data["draft_id"] or None

    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        return {
            name.removeprefix("text_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("text_")
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(value for name, value in data.items() if name.startswith("text_")):
            raise forms.ValidationError(_("Write the message in at least one language."))
        check_for_many(self, self.found)
        return data


class StepForm(PlainForm):
    """A step's state, with the reason when it is not needed."""

    state = forms.ChoiceField(choices=[(state.value, state.value) for state in StepState])
    reason = forms.CharField(required=False, max_length=200)


class LabelForm(PlainForm):
    """The lawyer's own name for a member."""

    label = forms.CharField(label=_("My label"), required=False, max_length=60)
    file_number = forms.CharField(label=_("File number at the office"), required=False, max_length=60)


class WordsForm(PlainForm):
    """Title and notes of the case."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    notes = forms.CharField(
        label=_("Notes"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class CloseMemberForm(PlainForm):
    """How it ended for one member."""

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=OUTCOME_CHOICES)


class AddForm(PlainForm):
    """A request's code, as it stands on its page."""

    code = forms.CharField(label=_("Add a request by its code"), max_length=20)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class SplitForm(PlainForm):
    """Who goes into a case of their own."""

    title = forms.CharField(
        label=_("Title for us"),
        max_length=120,
        required=False,
        help_text=_("Only the lawyer of the case reads it. No names, please."),
    )


class DeadlineForm(PlainForm):
    """The letter or event from which the time runs; only those of the case's country."""

    kind = forms.ChoiceField(label=_("Which letter or event?"))
    document_on = forms.DateField(
        label=_("Day of delivery, or of the event"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        prefixes = (f"{country.lower()}_", "other")
        field.choices = [(code, words) for code, words in DEADLINE_CHOICES if code.startswith(prefixes)]


class DayForm(PlainForm):
    """The last day as the lawyer confirms it."""

    due_on = forms.DateField()


class DeputyForm(PlainForm):
    """Who stands in while the lawyer is away; nobody takes the deputy back."""

    deputy = forms.ChoiceField(
        label=_("Who stands in"),
        required=False,
        help_text=_("With nobody chosen and a last day given, the desk of the office hears the reminders."),
    )
    away_until = forms.DateField(
        label=_("Last day of the absence"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    everywhere = forms.BooleanField(label=_("For all open cases of this lawyer"), required=False)

    def __init__(self, *args: Any, lawyers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lawyers = {str(lawyer.pk): lawyer for lawyer in lawyers}
        field = self.fields["deputy"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Nobody")), *((pk, str(lawyer)) for pk, lawyer in self.lawyers.items())]

    def chosen(self) -> User | None:
        return self.lawyers.get(self.cleaned_data["deputy"])
