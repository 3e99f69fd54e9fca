"""The gentle look before words are sent: what names or reaches a person is quoted, and may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from cases.intake.rules import Finding, traces_in, without
from helpdesk.ui.forms import plain_text

REMOVE_ALL, KEEP = "remove", "keep"


@dataclass
class Look:
    """Texts by field name after what she decided; `findings` wait for a decision."""

    texts: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    was_cut: bool = False

    @property
    def must_ask(self) -> bool:
        """Whether the page is shown once more: something was found, or a piece was just taken out."""
        return bool(self.findings) or self.was_cut


def look_at(texts: Mapping[str, str], post: QueryDict, settled: Mapping[str, object]) -> Look:
    """`settled` are the texts she has already sent on as they are; they are not asked about again."""
    look = Look(dict(texts))
    decision = post.get("traces")
    if decision == KEEP:
        return look
    if decision == REMOVE_ALL:
        look.texts = {name: without(text, traces_in(text)) for name, text in texts.items()}
        return look
    fresh = {name: text for name, text in texts.items() if settled.get(name) != text}
    found = _found(fresh)
    cut = [finding for finding in found if finding.text == plain_text(post.get("cut", ""))]
    if cut:
        look.texts |= {name: without(text, cut) for name, text in fresh.items()}
        look.was_cut = True
        found = _found({name: look.texts[name] for name in fresh})
    look.findings = found
    return look


def retyped(post: QueryDict, texts: Mapping[str, str]) -> QueryDict:
    """The same form with these texts in place of what was typed."""
    copy = post.copy()
    for name, text in texts.items():
        copy[name] = text
    return copy


def _found(texts: Mapping[str, str]) -> list[Finding]:
    return list(dict.fromkeys(finding for text in texts.values() for finding in traces_in(text)))
