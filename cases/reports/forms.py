"""What is chosen for a report: months, whose work, language, funder, one more table; who pays."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.funding.models import Funder
from cases.reports.queries.gateway import Population
from cases.reports.queries.report import Wish
from cases.reports.queries.words import DIM_CHOICES
from cases.reports.rules import Dim, Period, months_back
from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.ui.dates import month_words
from helpdesk.ui.forms import PlainForm

HERE, EVERYWHERE = "here", "all"


def _month(value: str) -> date:
    return date.fromisoformat(f"{value}-01")


class ReportForm(PlainForm):
    """A report; nothing but what the gateway answers can be chosen."""

    first = forms.TypedChoiceField(label=_("First month"), coerce=_month)
    last = forms.TypedChoiceField(label=_("Last month"), coerce=_month)
    whose = forms.ChoiceField(
        label=_("Whose work"), choices=[(HERE, _("our office")), (EVERYWHERE, _("the whole organisation"))]
    )
    language = forms.ChoiceField(label=_("Language of the report"), choices=languages.CHOICES)
    funder = forms.ModelChoiceField(
        label=_("Only what this grant paid for"),
        queryset=Funder.objects.none(),
        required=False,
        empty_label="—",
    )
    rows = forms.ChoiceField(label=_("One more table: lines"), required=False)
    columns = forms.ChoiceField(label=_("One more table: columns"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        months = [(f"{month:%Y-%m}", month_words(month)) for month in months_back(timezone.localdate())]
        self.fields["first"].choices = self.fields["last"].choices = months  # type: ignore[attr-defined]
        self.fields["funder"].queryset = Funder.objects.visible_to(user)  # type: ignore[attr-defined]
        for name in ("rows", "columns"):
            self.fields[name].choices = [("", "—"), *DIM_CHOICES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last month cannot lie before the first one."))
        if values.get("rows") and values.get("rows") == values.get("columns"):
            self.add_error("columns", _("Choose something else than for the lines."))
        return values

    def wish(self) -> Wish:
        """What was chosen, in the words of the report."""
        chosen = self.cleaned_data
        office = self.user.office if chosen["whose"] == HERE else None
        funder: Funder | None = chosen["funder"]
        population = Population(
            Period(chosen["first"], chosen["last"]),
            office.pk if office else None,
            funder.pk if funder else None,
        )
        both = chosen["rows"] and chosen["columns"]
        rows, columns = (Dim(chosen["rows"]), Dim(chosen["columns"])) if both else (None, None)
        return Wish(population, chosen["language"], office, funder, rows, columns)


class TagForm(PlainForm):
    """Who pays for this."""

    funder = forms.ModelChoiceField(
        label=_("Paid from this grant"),
        queryset=Funder.objects.none(),
        required=False,
        empty_label=_("no grant"),
    )

    def __init__(self, *args: Any, user: User, now: Funder | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        running = Q(is_active=True, starts_on__lte=today, ends_on__gte=today)
        offered = Funder.objects.visible_to(user).filter(running | Q(pk=now.pk if now else None))
        self.fields["funder"].queryset = offered  # type: ignore[attr-defined]
        self.fields["funder"].initial = now
