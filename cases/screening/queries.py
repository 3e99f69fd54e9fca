"""What is asked about screening: which required steps are open, and what was answered to whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.requests.models import Client, HelpRequest
from cases.requests.models.choices import FLAG_CHOICES
from cases.requests.workflow import Status
from cases.screening.models import Screening, StepDecision
from cases.screening.steps import INSURED, NO, QUESTIONS, YES, RequiredStep, StepState, steps_for
from helpdesk.sealing.actions import open_with
from helpdesk.sealing.inbox import InboxKey

FLAG_WORDS = dict(FLAG_CHOICES)
Asked = Sequence[tuple[str, str]]
CONSENT = (
    _("We ask a few questions to see who needs protection first: a roof, a doctor, a lawyer, a safe place."),
    _(
        "Nobody at the desk reads the answers later. People who work on the request see only marks, such as "
        "“no roof tonight”, and what they have to do about it."
    ),
    _("Every question may be left out, and help does not depend on it."),
    _("You can take your consent back at any time: then the answers and the marks from them are erased."),
)


@dataclass
class StepLine:
    """One required step on the page of a request; `reason` is empty for whoever may not read words."""

    step: RequiredStep
    decision: StepDecision | None
    reason: str = ""

    @property
    def words(self) -> str:
        return gettext(self.step.text)

    @property
    def flag_words(self) -> Any:
        return FLAG_WORDS.get(self.step.flag.value, self.step.flag.value)

    @property
    def is_done(self) -> bool:
        return self.decision is not None and self.decision.state == StepState.DONE.value


def consent_words() -> str:
    """What she agrees to, in the reader's language, a sentence on each line; shown and kept as it is."""
    return "\n".join(str(sentence) for sentence in CONSENT)


def asked() -> Asked:
    """(code, words) of all questions, in the order of the page; insurance stands after what it is about."""
    lines = [(question.code, gettext(question.text)) for question in QUESTIONS]
    after = next(place for place, (code, _words) in enumerate(lines) if code == "ill")
    return [*lines[: after + 1], (INSURED[0], gettext(INSURED[1])), *lines[after + 1 :]]


def step_lines(help_request: HelpRequest) -> list[StepLine]:
    """Every step that the flags of today ask for, with what became of it. No query where no flag asks."""
    steps = steps_for(help_request.flags, help_request.country)
    if not steps:
        return []
    rows = StepDecision.objects.filter(help_request=help_request).select_related("decided_by")
    decisions = {row.step: row for row in rows}
    return [StepLine(step, decisions.get(step.code)) for step in steps]


def open_steps(help_request: HelpRequest) -> list[RequiredStep]:
    """The steps that nobody has decided about; with one of them a request cannot be closed."""
    return [line.step for line in step_lines(help_request) if line.decision is None]


def requests_to_screen(client: Client) -> list[HelpRequest]:
    """The open requests of this client, newest first, each with its screening if there is one."""
    rows = HelpRequest.objects.filter(client=client).exclude(status=Status.CLOSED.value).defer("story")
    return list(rows.select_related("client", "screening__screening_key").order_by("-received_at", "id"))


def screening_of(help_request: HelpRequest) -> Screening | None:
    return Screening.objects.filter(help_request=help_request).select_related("screening_key").first()


def own_answers(screening: Screening, key: InboxKey) -> list[tuple[str, str]]:
    """Question and answer for the person herself, opened by her receipt; only what she answered."""
    given = json.loads(open_with(key, screening, ["answers"])[0]["answers"] or "{}")
    words = {YES: gettext("Yes"), NO: gettext("No")}
    return [(text, words[given[code]]) for code, text in asked() if given.get(code) in words]
