"""Papers for volunteers as PDF: a thank-you letter and a certificate of hours, in any of our languages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from xml.sax.saxutils import escape

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from pymupdf_fonts import fontbuffers  # functions that unpack one font each
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import HRFlowable, Paragraph, SimpleDocTemplate, Spacer

from cases.joining.queries import Hours
from cases.volunteering.models import KIND_CHOICES
from helpdesk.accounts.models import Office
from helpdesk.ui.dates import reader_locale

PLAIN, BOLD = "FiraGO", "FiraGO-Bold"
THANKS, CERTIFICATE = "thanks", "hours"


@dataclass(frozen=True)
class Paper:
    """What stands on the paper; the name is typed for it and kept nowhere."""

    kind: str
    language: str
    name: str
    office: Office
    first: date
    last: date
    done: Hours


@cache
def _fonts() -> dict[str, ParagraphStyle]:
    """Registers the fonts once for each process and gives the styles made of them."""
    for name, code in ((PLAIN, "figo"), (BOLD, "figbo")):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(fontbuffers[code]())))
    ink = HexColor("#1c2b33")
    text = ParagraphStyle("text", fontName=PLAIN, fontSize=11.5, leading=18, textColor=ink, spaceAfter=4 * mm)
    return {
        "text": text,
        "small": ParagraphStyle("small", parent=text, fontSize=9, leading=13),
        "head": ParagraphStyle(
            "head", parent=text, fontName=BOLD, fontSize=20, leading=26, spaceAfter=8 * mm
        ),
        "name": ParagraphStyle("name", parent=text, fontName=BOLD, fontSize=15, leading=21),
        "office": ParagraphStyle("office", parent=text, fontSize=10, textColor=HexColor("#4a5b64")),
    }


def pdf_of(paper: Paper) -> bytes:
    """One page A4, only with the letters that stand on it."""
    with override(paper.language):
        styles = _fonts()
        title, lines = _thanks(paper) if paper.kind == THANKS else _certificate(paper)
        place = f"{paper.office.city}, {_day(timezone.localdate())}"
        story = [
            Paragraph(escape(f"{_('Ganak')} · {paper.office.city}"), styles["office"]),
            HRFlowable(width="100%", thickness=1.2, color=HexColor("#0f6b5c"), spaceAfter=14 * mm),
            Paragraph(escape(title), styles["head"]),
            Paragraph(escape(paper.name), styles["name"]),
            *(Paragraph(escape(line), styles["text"]) for line in lines),
            Spacer(1, 18 * mm),
            Paragraph(escape(place), styles["text"]),
            Spacer(1, 12 * mm),
            HRFlowable(width="45%", thickness=0.6, color=HexColor("#4a5b64"), hAlign="LEFT"),
            Paragraph(escape(_("Signature")), styles["small"]),
        ]
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=28 * mm, rightMargin=28 * mm, topMargin=26 * mm, bottomMargin=24 * mm,
        title=title, author=f"Ganak, {paper.office.city}", lang=paper.language, invariant=1,
    )  # fmt: skip
    page.build(story)
    return out.getvalue()


def _day(day: date) -> str:
    return str(format_date(day, "long", locale=reader_locale()))


def _period(paper: Paper) -> dict[str, str]:
    return {"first": _day(paper.first), "last": _day(paper.last)}


def _amounts(paper: Paper) -> dict[str, str]:
    done = paper.done
    hours = str(format_decimal(done.hours, locale=reader_locale()))
    tasks = ngettext("%(count)d task", "%(count)d tasks", done.tasks) % {"count": done.tasks}
    return {"hours": hours, "tasks": tasks}


def _thanks(paper: Paper) -> tuple[str, list[str]]:
    values = _period(paper) | _amounts(paper)
    return _("Thank you"), [
        _("From %(first)s to %(last)s you gave people who had to leave Belarus your time.") % values,
        _("Hours: %(hours)s. Done: %(tasks)s.") % values,
        _(
            "Behind each of them stands somebody who was not alone in an office, at a doctor's or in an "
            "empty flat. We may not say who they are. They know, and so do we."
        ),
        _("Thank you for staying with us."),
    ]


def _certificate(paper: Paper) -> tuple[str, list[str]]:
    values = _period(paper) | _amounts(paper)
    names = {code: str(label) for code, label in KIND_CHOICES}
    kinds = "; ".join(f"{names[code]}: {count}" for code, count in paper.done.kinds)
    lines = [
        _("helped as a volunteer from %(first)s to %(last)s, without pay.") % values,
        _("Hours: %(hours)s. Done: %(tasks)s.") % values,
        _("What was done: %(kinds)s.") % {"kinds": kinds} if kinds else "",
        _("The hours are those that were reported and kept with each task."),
    ]
    return _("Certificate of volunteer hours"), [line for line in lines if line]
