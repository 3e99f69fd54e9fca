"""Forms that forgive: they clean what was typed, speak neutrally, and tie hints to fields."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

# Right-to-left override and its relatives turn a harmless sentence or file name around on screen.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
KEPT_CONTROLS = frozenset("\n\t")

DJANGO_EMPTY = "---------"  # a screen reader says nine hyphens
NOTHING_CHOSEN = "—"

NEUTRAL_MESSAGES = {
    "required": _("Please fill this in."),
    "invalid": _("Please check this: it cannot be read as it is."),
    "invalid_choice": _("Please choose one of the answers shown."),
    "invalid_list": _("Please choose from the answers shown."),
    "max_length": _("This is too long. Please make it shorter: at most %(limit_value)d characters."),
}


def plain_text(value: str) -> str:
    """`value` in NFC with \\n line ends, without NUL, control and bidi characters and lone surrogates."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = (
        character
        for character in value
        if character in KEPT_CONTROLS
        or (character not in BIDI_CONTROLS and unicodedata.category(character) not in {"Cc", "Cs"})
    )
    return unicodedata.normalize("NFC", "".join(kept))


def plain_data(data: Any) -> Any:
    """A copy of submitted form data in which every text went through `plain_text`."""
    if data is None:
        return None
    if isinstance(data, MultiValueDict):
        copy = data.copy()
        for name in data:
            copy.setlist(name, [_plain(value) for value in data.getlist(name)])
        return copy
    return {name: _plain(value) for name, value in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


class Plain(forms.BaseForm):
    """What both forms share. `autocomplete="off"` keeps the form memory of a seized phone empty."""

    use_required_attribute = False  # the browser would complain in its own language, not in the reader's

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(plain_data(data), *args, **kwargs)
        for field in self.fields.values():
            self._prepare(field)

    @staticmethod
    def _prepare(field: forms.Field) -> None:
        attrs = field.widget.attrs
        _say_nothing_chosen(field)
        attrs.setdefault("autocomplete", "off")
        if field.required and not isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            attrs.setdefault("aria-required", "true")
        for code, message in NEUTRAL_MESSAGES.items():
            default = _class_message(field, code)
            if default is not None and field.error_messages.get(code) == default:
                field.error_messages[code] = message
        for validator in field.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = NEUTRAL_MESSAGES["max_length"]


def _say_nothing_chosen(field: forms.Field) -> None:
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DJANGO_EMPTY:
            field.empty_label = NOTHING_CHOSEN
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices  # a list or an iterator of pairs, which its type does not say
        if ("", DJANGO_EMPTY) in choices:
            field.choices = [("", NOTHING_CHOSEN), *(pair for pair in choices if pair != ("", DJANGO_EMPTY))]


def _class_message(field: forms.Field, code: str) -> Any:
    for owner in type(field).__mro__:
        messages = vars(owner).get("default_error_messages", {})
        if code in messages:
            return messages[code]
    return None


class PlainForm(Plain, forms.Form):
    """The form to subclass everywhere in the house."""


class PlainModelForm(Plain, forms.ModelForm):  # type: ignore[type-arg]
    """The same for a model; the subclass lists its fields."""
