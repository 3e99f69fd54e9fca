"""What is typed to hand somebody on, by colleagues and by partners."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.intake.rules import is_wellformed, normalise_receipt
from cases.referrals.models import (
    AIM_CHOICES,
    DATA_SET_CHOICES,
    WHY_NOT_CHOICES,
    WITHOUT_CHOICES,
    Partner,
    Referral,
)
from cases.referrals.rules import answer_due
from cases.referrals.workflow import Aim, DataSet, ReferralStatus, WhyNot
from cases.requests.models import HelpRequest
from helpdesk.ui.forms import PlainForm, PlainModelForm
from knowledge.articles.models import Topic
from knowledge.directory.models import Service, ServiceStatus

DATE = {"type": "date"}
ASK, SAID = "ask", "said"
ANSWER_CHOICES = [
    (ReferralStatus.ACCEPTED.value, pgettext_lazy("partner's answer", "We take it over")),
    (ReferralStatus.DONE.value, pgettext_lazy("partner's answer", "It is done")),
    (ReferralStatus.DECLINED.value, pgettext_lazy("partner's answer", "We cannot take it")),
]


class ReferForm(PlainForm):
    """To whom, what for, what is told, and how the person is asked."""

    partner = forms.ModelChoiceField(
        label=_("Partner"),
        queryset=Partner.objects.none(),
        widget=forms.Select(attrs={"data-focus": ""}),
    )
    aim = forms.ChoiceField(label=_("What for"), choices=AIM_CHOICES)
    data_sets = forms.MultipleChoiceField(
        label=_("What the partner is told"),
        choices=DATA_SET_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ask for as little as possible. The person agrees to each thing on its own."),
    )
    summary = forms.CharField(
        label=_("Short summary for the partner"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sealed. The person reads it before she agrees. Write no surname."),
    )
    due_on = forms.DateField(label=_("Answer expected by"), widget=forms.DateInput(attrs=DATE))
    how = forms.ChoiceField(
        label=_("Her consent"),
        choices=[(ASK, _("Ask her in her inbox")), (SAID, _("I ask her aloud and record what she says"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, help_request: HelpRequest, **kwargs: Any) -> None:
        starting = {
            "due_on": answer_due(timezone.localdate()),
            "data_sets": [DataSet.NEED.value, DataSet.CONTACT.value],
            "how": ASK if help_request.client.inbox_public_key else SAID,
        }
        super().__init__(*args, initial=starting, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Partner.objects.taking(help_request)

    def to_proposal(self) -> dict[str, Any]:
        """The arguments of `propose` that were typed."""
        values = self.cleaned_data
        return {
            "partner": values["partner"],
            "aim": Aim(values["aim"]),
            "data_sets": [DataSet(one) for one in values["data_sets"]],
            "summary": values["summary"],
            "due_on": values["due_on"],
            "asks_client": values["how"] == ASK,
        }


class AgreedForm(PlainForm):
    """To which of the things asked she agreed."""

    agreed = forms.MultipleChoiceField(
        label=_("She agrees that the partner is told"),
        required=False,
        choices=[],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreed"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, words) for code, words in DATA_SET_CHOICES if code in referral.data_sets]

    def sets(self) -> list[DataSet]:
        return [DataSet(one) for one in self.cleaned_data["agreed"]]


class WithoutForm(PlainForm):
    """Why it must go without her word."""

    reason = forms.ChoiceField(
        label=_("Why it must go without her consent"), choices=WITHOUT_CHOICES, widget=forms.RadioSelect
    )


class PartnerForm(PlainModelForm):
    """One partner and the terms of the agreement."""

    topics = forms.ModelMultipleChoiceField(
        label=_("Topics taken over"),
        queryset=Topic.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Partner
        fields = ("name", "service", "country", "topics", "agreed_on", "valid_until", "is_active")
        labels = {
            "name": _("Name of the organisation"),
            "service": _("Entry in the directory"),
            "country": _("Country"),
            "agreed_on": _("Agreement from"),
            "valid_until": _("Agreement until"),
            "is_active": _("We hand over to this partner"),
        }
        widgets = {
            "agreed_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "valid_until": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topics"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Topic.objects.roots()
        service = self.fields["service"]
        assert isinstance(service, forms.ModelChoiceField)
        service.required = True  # partners come from the directory: address and hours are kept there
        service.queryset = Service.objects.exclude(status=ServiceStatus.CLOSED.value)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("agreed_on"), values.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The agreement cannot end before it begins."))
        return values


class CodeForm(PlainForm):
    """The partner's code, typed in any grouping and any digits."""

    code = forms.CharField(
        label=_("The code you got from us: 20 digits"),
        max_length=80,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "spellcheck": "false"}),
        help_text=_("Each code works once. The page then shows the next one."),
        error_messages={"required": _("Please type the 20 digits of the code.")},
    )

    def clean_code(self) -> str:
        digits = normalise_receipt(self.cleaned_data["code"])
        if not is_wellformed(digits):
            raise forms.ValidationError(_("A digit is wrong or missing. Please compare all five groups."))
        return digits


class AnswerForm(PlainForm):
    """What the partner says."""

    answer = forms.ChoiceField(label=_("Your answer"), choices=ANSWER_CHOICES, widget=forms.RadioSelect)
    why_not = forms.ChoiceField(
        label=_("If you cannot: why?"), required=False, choices=[("", _("Choose a reason")), *WHY_NOT_CHOICES]
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("answer") == ReferralStatus.DECLINED.value and not values.get("why_not"):
            self.add_error("why_not", _("Please say why, so that we can find somebody else."))
        return values

    def to_answer(self) -> tuple[ReferralStatus, WhyNot | None]:
        why = self.cleaned_data["why_not"]
        return ReferralStatus(self.cleaned_data["answer"]), WhyNot(why) if why else None
