"""What is typed about a grant: its name and dates, and a number for each promise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.funding.models import MEASURE_CHOICES, Funder
from cases.funding.rules import Measure
from helpdesk.accounts.models import User
from helpdesk.ui.forms import PlainModelForm

DATE = {"type": "date"}


class FunderForm(PlainModelForm):
    """One grant; `only_here` binds it to the office of whoever types."""

    only_here = forms.BooleanField(label=_("only for our office"), required=False)

    class Meta:
        model = Funder
        fields = ("name", "code", "starts_on", "ends_on", "is_active")
        widgets = {
            "starts_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        }
        help_texts = {"code": _("Latin letters and digits, as it stands in lists.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["only_here"].initial = self.instance.office_id is not None
        promised = dict(self.instance.targets.values_list("what", "number")) if self.instance.code else {}
        for what, label in MEASURE_CHOICES:
            number = forms.IntegerField(label=label, required=False, min_value=1, max_value=1_000_000)
            number.initial = promised.get(what)
            self.fields[f"target_{what}"] = number

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The grant cannot end before it begins."))
        self.instance.office = self.user.office if values.get("only_here") else None
        return values

    def targets(self) -> dict[Measure, int | None]:
        """What was promised, by measure."""
        return {what: self.cleaned_data.get(f"target_{what.value}") for what in Measure}

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("target_")]

    @property
    def target_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("target_")]
