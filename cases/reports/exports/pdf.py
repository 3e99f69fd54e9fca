"""A report as PDF, in any of our languages: A4, tables that break between pages, page numbers."""

from __future__ import annotations

import io
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import override
from pymupdf_fonts import fontbuffers  # functions that unpack one font each
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from cases.reports.queries.report import Report, Section

PLAIN, BOLD = "FiraGO", "FiraGO-Bold"
INK, SOFT, LINE, ACCENT = "#1c2b33", "#4a5b64", "#c9d2d6", "#0f6b5c"
WIDTH, NAME_LEAST = 166 * mm, 52 * mm
MANY_COLUMNS = 6


@cache
def _styles() -> dict[str, ParagraphStyle]:
    """Registers the fonts once for each process and gives the styles made of them."""
    for name, code in ((PLAIN, "figo"), (BOLD, "figbo")):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(fontbuffers[code]())))
    text = ParagraphStyle("text", fontName=PLAIN, fontSize=9.5, leading=13, textColor=HexColor(INK))
    head = {"parent": text, "fontName": BOLD, "spaceBefore": 7 * mm, "spaceAfter": 2 * mm}
    return {
        "text": text,
        "bold": ParagraphStyle("bold", parent=text, fontName=BOLD),
        "number": ParagraphStyle("number", parent=text, alignment=2),
        "tight": ParagraphStyle("tight", parent=text, fontSize=7, leading=9, alignment=2),
        "column": ParagraphStyle("column", parent=text, fontName=BOLD, fontSize=8, leading=10, alignment=2),
        "soft": ParagraphStyle("soft", parent=text, fontSize=8.5, leading=12, textColor=HexColor(SOFT)),
        "title": ParagraphStyle(
            "title", parent=text, fontName=BOLD, fontSize=20, leading=26, spaceAfter=4 * mm
        ),
        "head": ParagraphStyle("head", fontSize=12, leading=16, **head),
    }


def pdf_of(report: Report) -> bytes:
    """The whole report, with the letters that stand in it."""
    styles = _styles()
    story: list[Any] = [Paragraph(escape(report.title), styles["title"])]
    story += [
        Paragraph(f"{escape(name)}: <b>{escape(said)}</b>", styles["text"]) for name, said in report.facts
    ]
    story += [Spacer(1, 3 * mm), *(Paragraph(escape(note), styles["soft"]) for note in report.notes)]
    for section in report.sections:
        story += _section(section, styles)
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=20 * mm, bottomMargin=20 * mm,
        title=report.title, author="Ganak", lang=report.language, invariant=1,
    )  # fmt: skip
    with override(report.language):
        words = _("Page %(number)s")

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(PLAIN, 8)
        canvas.setFillColor(HexColor(SOFT))
        canvas.drawString(22 * mm, 11 * mm, f"Ganak · {report.title}"[:90])
        canvas.drawRightString(A4[0] - 22 * mm, 11 * mm, words % {"number": document.page})

    page.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _section(section: Section, styles: dict[str, ParagraphStyle]) -> list[Any]:
    count = len(section.columns)
    is_wide = count > MANY_COLUMNS
    heads = styles["tight"] if is_wide else styles["column"]
    numbers = styles["tight"] if is_wide else styles["number"]
    names = styles["tight"].clone("names", alignment=0) if is_wide else styles["text"]
    rows = [
        [
            Paragraph(escape(section.head), styles["bold"]),
            *(Paragraph(escape(one), heads) for one in section.columns),
        ]
    ]
    for line in section.lines:
        cells = (Paragraph(escape(value.text), numbers) for value in line.values)
        rows.append([Paragraph(escape(line.name), names), *cells])
    each = min(34 * mm, (WIDTH - (NAME_LEAST if not is_wide else 30 * mm)) / max(count, 1))
    table = LongTable(rows, colWidths=[WIDTH - each * count, *[each] * count], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 1, HexColor(ACCENT)),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(LINE)),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    head: list[Any] = [Paragraph(escape(section.title), styles["head"])]
    if section.note:
        head.append(Paragraph(escape(section.note), styles["soft"]))
    return [KeepTogether([*head, table])] if len(rows) <= 16 else [*head, table]
