"""Probes of the safety matrix around screening: who answers, who asks, and whose eyes see an answer again."""

from __future__ import annotations

import re

from cases.requests.models import HelpRequest
from cases.screening.models import Screening
from tests.architecture.visitor import Visitor, done

ANSWERS = {"roof": "yes", "torture": "yes", "pregnant": "no"}


def _typed(at: Visitor, help_request: HelpRequest) -> dict[str, str]:
    if at.is_client:
        return {"thread": str(help_request.pk), "agreed": "yes", "send": "yes", **ANSWERS}
    return {"agreed": "on", **ANSWERS}


def answer(at: Visitor) -> str:
    """By the person herself on her page, or asked aloud at the desk with her consent."""
    row = at.request
    if at.role in {"anon", "client"}:
        at.post("screening:ask", **_typed(at, row))
    else:
        at.post("screening:aloud", row.pk, **_typed(at, row))
    return done(is_done=Screening.objects.filter(help_request=row).exists())


def read_answers(at: Visitor) -> str:
    """An answer is read where it stands beside its question, or as a chosen button of the form."""
    row = at.request
    if at.is_client and at.thing == "granted":
        at.post("screening:ask", **_typed(at, row))
    if at.role in {"anon", "client"}:
        page = at.get("screening:ask").content.decode()
        return done(is_done=str(row.pk) in page and "<dd>" in page)
    pages = [at.get("casefile:open", row.pk), at.get("screening:aloud", row.pk)]
    chosen = re.compile(r'<input[^>]+name="(?:roof|torture|pregnant)"[^>]+checked')
    return done(is_done=any(chosen.search(page.content.decode()) for page in pages))
