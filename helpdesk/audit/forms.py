"""The filter above the access log."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.audit.models import AccessEntry


class LogFilter(forms.Form):
    """All parts are optional; `actor` is offered to auditors only."""

    verb = forms.RegexField(
        label=_("What was done"),
        help_text=_("A word of the log, for example: sealing.reveal"),
        regex=r"^[a-z0-9_.]{1,64}$",
        required=False,
        error_messages={"invalid": _("Please use small letters and dots only.")},
    )
    actor = forms.ChoiceField(label=_("Who"), required=False)
    refused = forms.BooleanField(label=_("Only what was refused"), required=False)
    before = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, data: object, *, people: list[tuple[str, str]] | None) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        if people is None:
            del self.fields["actor"]
            return
        choices = [
            ("", _("Everybody")),
            (AccessEntry.CLIENT, _("Clients")),
            (AccessEntry.SYSTEM, _("The program")),
        ]
        self.fields["actor"].choices = [*choices, *people]  # type: ignore[attr-defined]
