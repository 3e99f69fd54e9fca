"""What the desk asks the queue for, and what a person decides about a request; shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.requests.models import HelpRequest
from cases.requests.models.choices import (
    CHANNEL_CHOICES,
    FLAG_CHOICES,
    STATUS_CHOICES,
    TURN_CHOICES,
    URGENCY_CHOICES,
)
from cases.requests.queries import office_choices, topic_choices, topic_names
from cases.requests.workflow import Urgency
from cases.triage.actions import Decision
from cases.triage.queries import Wanted
from cases.triage.queries.finding import Sought
from cases.triage.queries.pressing import ANY, NO_TOPIC, THEM
from cases.triage.rules.pressing import BANDS, band_end
from helpdesk import languages
from helpdesk.ui.forms import PlainForm
from knowledge.articles.models import Topic


def age_choices() -> list[tuple[str, str]]:
    """The bands of age in words."""
    return [(str(begin), age_words(begin)) for begin in BANDS]


def age_words(begin: int) -> str:
    """`7 to 14 days`."""
    end = band_end(begin)
    if end is None:
        return gettext("more than %(days)s days") % {"days": begin}
    return gettext("%(begin)s to %(end)s days") % {"begin": begin, "end": end}


class QueueForm(PlainForm):
    """Filters of the queue. A filter that cannot be read is no filter."""

    find = forms.CharField(label=_("Code or alias"), required=False, max_length=40)
    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[("all", _("everybody's")), ("mine", _("mine")), ("nobody", _("nobody's yet"))],
    )
    office = forms.ChoiceField(label=_("Office"), required=False)
    turn = forms.ChoiceField(
        label=_("Whose turn"),
        required=False,
        choices=[("", _("any")), *TURN_CHOICES, (THEM, _("anybody's but ours"))],
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("any")), *languages.CHOICES]
    )
    flag = forms.ChoiceField(label=_("Flag"), required=False, choices=[("", _("any")), *FLAG_CHOICES])
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("open", _("all open")), *STATUS_CHOICES, (ANY, _("open and closed"))],
    )
    pressing = forms.ChoiceField(
        label=_("What presses"),
        required=False,
        choices=[
            ("", _("any")),
            ("late", _("overdue")),
            ("week", _("deadline within a week")),
            ("new", _("came within a week")),
            ("ring", _("to ring back")),
            ("answered", _("first answer in twelve weeks")),
            ("closed", _("closed in twelve weeks")),
        ],
    )
    age = forms.ChoiceField(label=_("How old"), required=False)
    city = forms.CharField(label=_("City"), required=False, max_length=60)
    # Only ever set by a link from a figure, hence hidden: a person, and the topic without those below it.
    owner = forms.UUIDField(required=False, widget=forms.HiddenInput)
    exact = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        filled = data.copy() if data is not None else {}
        for name, value in (("whose", "all"), ("turn", Wanted.turn), ("status", "open")):
            filled.setdefault(name, value)
        super().__init__(filled, *args, **kwargs)
        topics = [("", _("any")), *topic_choices(), (NO_TOPIC, _("no topic yet"))]
        self.fields["topic"].choices = topics  # type: ignore[attr-defined]
        self.fields["age"].choices = [("", _("any")), *age_choices()]  # type: ignore[attr-defined]
        self.fields["office"].choices = [("", _("any")), *office_choices()]  # type: ignore[attr-defined]
        self.fields["find"].widget.attrs.update({"data-search": "", "type": "search"})

    def wanted(self) -> Wanted:
        """The readable filters; the defaults for the others."""
        self.is_valid()
        known = {name: value for name, value in self.cleaned_data.items() if value or name == "turn"}
        if "owner" in known:
            known["owner"] = str(known["owner"])
        return Wanted(**known)

    def filters(self) -> dict[str, str]:
        """What differs from the queue as it opens; never what was looked for, as it may be an alias."""
        wanted, usual = self.wanted(), Wanted()
        found = {name: getattr(wanted, name) for name in self.fields if name != "find"}
        return {name: str(value) for name, value in found.items() if value != getattr(usual, name)}


class FindForm(PlainForm):
    """What somebody remembers of a request. What cannot be read is not asked."""

    day_of = forms.ChoiceField(
        label=_("Which day"), required=False, choices=[("", _("it came")), ("closed", _("it was closed"))]
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    city = forms.CharField(label=_("City"), required=False, max_length=60)
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("any")), *CHANNEL_CHOICES]
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", _("any")), *topic_choices()]  # type: ignore[attr-defined]

    def sought(self) -> Sought:
        self.is_valid()
        return Sought(**{name: value for name, value in self.cleaned_data.items() if value})


class SaveViewForm(PlainForm):
    """A name for the filters that stand in `query`."""

    name = forms.CharField(label=_("Name of this view"), max_length=40)
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    def filters(self) -> dict[str, str]:
        return QueueForm(QueryDict(self.cleaned_data["query"])).filters()


class TriageForm(PlainForm):
    """Topic, urgency, flags and deadline of one request, with the version that stood on the page."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCY_CHOICES, widget=forms.RadioSelect)
    flags = forms.MultipleChoiceField(
        label=_("Flags"), required=False, choices=FLAG_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    deadline_on = forms.DateField(
        label=_("Deadline"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, help_request: HelpRequest, **kwargs: Any) -> None:
        self.help_request = help_request
        slug = next((topic.slug for topic in topic_names() if topic.pk == help_request.topic_id), "")
        initial = {
            "topic": slug,
            "urgency": help_request.urgency,
            "flags": help_request.flags,
            "deadline_on": help_request.deadline_on,
            "seen": help_request.version,
        }
        super().__init__(*args, initial=initial, auto_id="triage-%s", **kwargs)
        choices = topic_choices(help_request.country)
        if slug and slug not in dict(choices):
            choices.append((slug, str(help_request.topic)))
        self.fields["topic"].choices = [("", _("not decided")), *choices]  # type: ignore[attr-defined]

    def decision(self) -> Decision:
        """What was decided, for the action."""
        data = self.cleaned_data
        return Decision(
            topic=Topic.objects.get(slug=data["topic"]) if data["topic"] else None,
            urgency=Urgency(data["urgency"]),
            flags=data["flags"],
            deadline_on=data["deadline_on"],
            clears_deadline=data["deadline_on"] is None,
        )
