"""What is typed in mentoring; shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.mentoring.models import CONCERN_CHOICES, MOOD_CHOICES, OUTCOME_CHOICES, WAY_CHOICES
from cases.mentoring.queries import possible_mentors
from cases.mentoring.queries.matching import Candidate
from cases.mentoring.rules import Way
from cases.mentoring.steps import DAYS, MOST_HOUSEHOLDS, Concern, MonthOutcome
from helpdesk.accounts.models import User
from helpdesk.ui.forms import PlainForm

REASON_WORDS = {
    "language": _("speaks their language"),
    "city": _("same city"),
    "family": _("families are fine"),
    "woman": _("a woman, as they wish"),
    "free": _("has room"),
}
OBSTACLE_WORDS = {
    "language": _("no common language"),
    "full": _("carries as many households as she wants"),
    "no_children": _("would rather not have children around"),
    "not_woman": _("they ask for a woman"),
    "way": _("one wants to meet, the other to write"),
    "far": _("another city"),
}


class MentorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Volunteers by name, with how many households each has already."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        words = ngettext(
            "%(name)s (%(count)d household)", "%(name)s (%(count)d households)", obj.household_count
        )
        return words % {"name": obj, "count": obj.household_count}


class CandidateField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Possible mentors, the best match first, each with what speaks for and against her."""

    widget = forms.RadioSelect
    candidates: dict[Any, Candidate]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label=None, **kwargs)
        self.candidates = {}

    def offer(self, candidates: list[Candidate]) -> None:
        """These and no others, in this order."""
        self.candidates = {one.user.pk: one for one in candidates}
        self.queryset = User.objects.filter(pk__in=self.candidates)
        self.choices = [(one.user.pk, self.label_from_instance(one.user)) for one in candidates]

    def label_from_instance(self, obj: Any) -> str:
        found = self.candidates[obj.pk].match
        said = [str(REASON_WORDS[name]) for name in found.reasons if name in REASON_WORDS]
        against = [str(OBSTACLE_WORDS[name]) for name in found.obstacles]
        parts = [", ".join(said), _("but: %(why)s") % {"why": ", ".join(against)} if against else ""]
        return f"{obj} · " + "; ".join(part for part in parts if part)


class StartForm(PlainForm):
    """A mentor for a household, and a deputy for silence."""

    mentor = CandidateField(label=_("Mentor"))
    deputy = MentorField(
        label=_("Deputy"),
        required=False,
        help_text=_("Steps in when the mentor is silent for five days after a check-in was due."),
    )
    brief = forms.CharField(
        label=_("What the mentor should know"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Sealed. Only this mentor and operators of the office read it. Write no surname."),
    )

    def __init__(self, *args: Any, office_id: int | None, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mentor"]
        assert isinstance(field, CandidateField)
        field.offer(candidates)
        _offer(self, "deputy", possible_mentors(office_id))


class CheckInForm(PlainForm):
    """How it goes."""

    mood = forms.ChoiceField(label=_("How does it go?"), choices=MOOD_CHOICES, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndForm(PlainForm):
    """What came of it, and the handover."""

    outcome = forms.TypedChoiceField(
        label=_("What came of it"), choices=OUTCOME_CHOICES, coerce=MonthOutcome, widget=forms.RadioSelect
    )
    handover = forms.CharField(
        label=_("Handover: what is done, what is left"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Sealed. The desk reads it."),
    )
    remains = forms.CharField(
        label=_("What remains, and who has it now"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    review = forms.CharField(
        label=_("What we learnt for the next household"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sealed. Write no names."),
    )


class StandByForm(PlainForm):
    """Who would step in."""

    stand_by = MentorField(label=_("Deputy"), required=False)

    def __init__(self, *args: Any, office_id: int | None, mentor_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "stand_by", possible_mentors(office_id).exclude(pk=mentor_id))

    def borrow(self, other: DeputyForm) -> StandByForm:
        """Shows the people of the other form, which has asked for them already."""
        field, lender = self.fields["stand_by"], other.fields["deputy"]
        assert isinstance(field, MentorField)
        assert isinstance(lender, MentorField)
        asked: Any = lender.choices
        people: list[Any] = [choice for choice in asked if choice[0]]
        lender.choices = [("", lender.empty_label or ""), *people]
        field.choices = [("", lender.empty_label or ""), *people]
        return self


class SignalForm(PlainForm):
    """A private safety signal."""

    concern = forms.TypedChoiceField(
        label=_("What is it?"), choices=CONCERN_CHOICES, coerce=Concern, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your own words, if you like"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HomeCheckInForm(PlainForm):
    """How it goes at home."""

    mood = forms.ChoiceField(label=_("How does it go?"), choices=MOOD_CHOICES, widget=forms.RadioSelect)


class WishForm(PlainForm):
    """Whether and how a household would like a mentor."""

    way = forms.TypedChoiceField(label=_("How would you like to meet?"), choices=WAY_CHOICES, coerce=Way)
    woman_only = forms.BooleanField(label=_("I would like a woman"), required=False)


class OfferForm(PlainForm):
    """What a volunteer can give as a mentor."""

    most_households = forms.IntegerField(
        label=_("How many households at once"),
        min_value=0,
        max_value=MOST_HOUSEHOLDS,
        help_text=_("0 means: not now."),
    )
    with_children = forms.BooleanField(label=_("Families with children are fine"), required=False)
    is_woman = forms.TypedChoiceField(
        label=_("Some households ask for a woman"),
        required=False,
        choices=[("", _("I do not want to say")), ("yes", _("I am a woman")), ("no", _("I am not"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
    )
    way = forms.TypedChoiceField(label=_("How do you like to meet?"), choices=WAY_CHOICES, coerce=Way)


class DeputyForm(PlainForm):
    """Somebody else takes over."""

    deputy = MentorField(label=_("Who takes over"))

    def __init__(self, *args: Any, office_id: int | None, mentor_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "deputy", possible_mentors(office_id).exclude(pk=mentor_id))


class ExtendForm(PlainForm):
    """More days, with a reason from a short list."""

    days = forms.IntegerField(label=_("How many more days"), min_value=1, max_value=DAYS, initial=14)
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            ("office_slow", _("An office is slow")),
            ("illness", _("Illness in the household or of the mentor")),
            ("new_need", _("A new need came up")),
        ],
    )


def _offer(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
