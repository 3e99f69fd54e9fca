"""Papers of a checklist: what is still to bring, what is here, and which of her files could be meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch

from cases.casefile.models import StepPaper
from cases.casefile.workflow import HERE, PaperState
from cases.files.models import Attachment
from cases.files.workflow import FileState
from cases.legal.models import MemberStep
from cases.legal.workflow import StepState
from cases.requests.models import HelpRequest

HERS = "person"  # who acts


@dataclass
class PaperLine:
    """One paper that a step asks for, and the files given for it."""

    step: MemberStep
    papers: list[StepPaper] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.step.template.document)

    @property
    def is_missing(self) -> bool:
        """Nothing that counts is here, and the step is still to be done."""
        here = any(PaperState(paper.state) in HERE for paper in self.papers)
        return not here and self.step.state == StepState.TODO.value

    @property
    def why(self) -> str:
        """What was wrong with the last file, if it does not count."""
        bad = [paper for paper in self.papers if PaperState(paper.state) not in HERE]
        return bad[-1].get_state_display() if self.is_missing and bad else ""


@dataclass
class FileChoice:
    """One file of the person, as the form offers it."""

    attachment: Attachment
    number: int
    name: str = ""


def lines_of(requests: Iterable[UUID], *, hers_only: bool) -> dict[UUID, list[PaperLine]]:
    """The papers of live members by request, in the order of the checklist; `hers_only`: what she brings."""
    steps = MemberStep.objects.filter(membership__help_request__in=list(requests), membership__left_at=None)
    if hers_only:
        steps = steps.filter(template__actor=HERS).exclude(state=StepState.NOT_NEEDED.value)
    given = StepPaper.objects.select_related("attachment").order_by("linked_at", "id")
    found: dict[UUID, list[PaperLine]] = {}
    for step in (
        steps.select_related("template", "membership")
        .prefetch_related(Prefetch("papers", queryset=given))
        .order_by("template__position")
    ):
        line = PaperLine(step, list(step.papers.all()))
        if line.name:
            found.setdefault(step.membership.help_request_id, []).append(line)
    return found


def files_to_choose(help_request: HelpRequest) -> list[FileChoice]:
    """Files of this request that were not refused, numbered as on the other pages, oldest first."""
    rows = Attachment.objects.filter(help_request=help_request).select_related("help_request__inbox_key")
    numbered = [FileChoice(row, number) for number, row in enumerate(rows, start=1)]
    return [choice for choice in numbered if choice.attachment.state != FileState.REFUSED.value]
