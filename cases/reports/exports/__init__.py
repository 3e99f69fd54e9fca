"""Shapes in which a report leaves the house."""

from cases.reports.exports.pdf import pdf_of
from cases.reports.exports.sheet import sheet_of

__all__ = ["pdf_of", "sheet_of"]
