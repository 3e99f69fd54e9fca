"""Shapes in which a report leaves the house."""

from cases.reports.exports.commas import csv_of, csv_of_cells
from cases.reports.exports.pdf import pdf_of
from cases.reports.exports.sheet import sheet_of, sheet_of_cells

__all__ = ["csv_of", "csv_of_cells", "pdf_of", "sheet_of", "sheet_of_cells"]
