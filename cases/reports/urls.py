"""Paths of reports."""

from django.urls import path

from cases.reports.views import pages, tags

desk_urlpatterns = [
    path("reports/", pages.report_list, name="list"),
    path("reports/situation/", pages.situation, name="situation"),
    path("reports/situation/pdf/", pages.as_pdf, name="pdf"),
    path("reports/situation/sheet/", pages.as_sheet, name="sheet"),
    path("reports/grants/<uuid:funder_id>/", pages.grant, name="grant"),
    path("reports/tags/<slug:kind>/<uuid:thing_id>/", tags.tag_page, name="tag"),
]
