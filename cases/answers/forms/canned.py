"""Canned replies: keeping one in five languages, and the small form that fills its fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.answers.models import CannedReply
from cases.answers.queries.canned import Canned, canned_replies
from cases.answers.rules.canned import FIELDS, LONGEST_VALUE, what_is_wrong
from cases.requests.models import HelpRequest
from helpdesk import languages
from helpdesk.ui.forms import PlainForm

LABELS: dict[str, str | Promise] = {
    "alias": _("Alias of the person"),
    "office": _("Our office"),
    "date": _("Day"),
    "time": _("Time"),
    "place": _("Place"),
    "paper": _("Paper"),
    "sum": _("Sum of money"),
    "days": _("Number of days"),
}
WRONG: dict[str, str | Promise] = {
    "empty": _("Write the reply in this language, too."),
    "unknown": _("There is no such field. The fields are listed above."),
    "loose": _("A brace stands here alone. Fields look like this: {date}."),
    "other": _("The fields are not the same as in the other languages."),
}
MOST_LETTERS = 3000


def canned_choices() -> list[tuple[str, str | Promise]]:
    return [("", _("none")), *((str(one.pk), one.title) for one in canned_replies())]


def ask_for(form: forms.BaseForm, canned: Canned, help_request: HelpRequest) -> list[str]:
    """Puts the fields of a canned reply into the form; what the request itself says stands there already."""
    known = {"alias": help_request.client.alias, "office": str(help_request.office)}
    asked = [name for name in canned.fields if FIELDS.get(name) not in {None, "article"}]
    for name in asked:
        form.fields[f"with_{name}"] = _field(name)
        form.fields[f"with_{name}"].initial = known.get(name)
        if known.get(name) and form.is_bound and f"with_{name}" not in form.data:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data[f"with_{name}"] = known[name]  # type: ignore[index]
    return asked


def _field(name: str) -> forms.Field:
    label = str(LABELS[name])
    if FIELDS[name] == "day":
        return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))
    if FIELDS[name] == "number":
        return forms.IntegerField(label=label, required=False, min_value=1, max_value=999)
    return forms.CharField(label=label, required=False, max_length=LONGEST_VALUE)


class CannedForm(PlainForm):
    """One canned reply in all languages."""

    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("By it colleagues find the reply."))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reply: CannedReply | None = None, **kwargs: Any) -> None:
        texts = reply.texts if reply else {}
        initial = {f"text_{code}": text for code, text in texts.items()}
        if reply:
            initial |= {"title": reply.title, "seen": reply.version}
        super().__init__(*args, initial=initial, **kwargs)
        for code, name in languages.CHOICES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name,
                max_length=MOST_LETTERS,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code, "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wrong = what_is_wrong(self.texts())
        if wrong is not None and f"text_{wrong[0]}" not in self.errors:
            code, why = wrong
            self.add_error(f"text_{code}", str(WRONG[why]))
        return data

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"text_{code}", "") for code in languages.CODES}

    def text_fields(self) -> list[forms.BoundField]:
        return [self[f"text_{code}"] for code in languages.CODES]
