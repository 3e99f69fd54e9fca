"""Fields that several doors share: the story with its limit, topics, dates, and the rules for a contact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.intake.rules import MOST_STORY
from knowledge.articles.models import Topic

UNKNOWN = "unknown"
TOO_LONG = ngettext_lazy(
    "Your text has %(count)d character; at most %(limit)s fit. It is still here: please make it shorter.",
    "Your text has %(count)d characters; at most %(limit)s fit. It is still here: please make it shorter.",
    "count",
)


class StoryField(forms.CharField):
    """Her own words. No maxlength on the page: a browser would cut the text without saying so."""

    def __init__(self, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 10)
        kwargs.setdefault("error_messages", {"required": _("Please tell us in a few words what happened.")})
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if text and not any(letter.isprintable() and not letter.isspace() for letter in text):
            raise ValidationError(self.error_messages["required"], "required")
        if len(text) > MOST_STORY:
            raise ValidationError(TOO_LONG, "max_length", {"count": len(text), "limit": MOST_STORY})
        return text


class DayField(forms.DateField):
    """A day near enough to matter; typed in any of the ways people here write dates."""

    formats = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %m %Y")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", self.formats)
        message = _("Please write the date as day.month.year, for example 31.12.2026.")
        kwargs.setdefault("error_messages", {"invalid": message})
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and abs(day - timezone.localdate()) > timedelta(days=3660):
            raise ValidationError(_("This date is too far away. Please check the year."), "far")
        return day


def topic_choices(groups: Iterable[tuple[Topic, list[Topic]]]) -> list[tuple[Any, Any]]:
    """Two levels as a grouped list, with a way not to know."""
    choices: list[tuple[Any, Any]] = [(UNKNOWN, _("I do not know"))]
    for root, children in groups:
        choices.append((str(root), [(root.slug, str(root)), *((item.slug, str(item)) for item in children)]))
    return choices


def check_contact(values: Mapping[str, Any], *, may_be_none: bool) -> dict[str, Any]:
    """What is wrong with a contact, by field name; empty when it can be used."""
    channel, address = values.get("contact_channel") or "none", values.get("contact") or ""
    if channel == "none":
        if address and may_be_none:
            return {"contact_channel": _("You wrote a contact. Please say what it is, or remove it.")}
        return {}
    if not address:
        return {"contact": _("Please write the number or address, or choose not to be contacted.")}
    if channel == "phone" and len(re.sub(r"\D", "", address)) < 7:
        return {"contact": _("This number is too short. Please write it with the country code.")}
    if channel == "email":
        try:
            validate_email(address)
        except ValidationError:
            return {"contact": _("This does not look like an e-mail address. Please check it.")}
    return {}
