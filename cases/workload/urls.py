"""Paths of the workload room."""

from django.urls import path

from cases.workload.views import ahead, dashboard, figures, mine

desk_urlpatterns = [
    path("workload/", dashboard.dashboard_page, name="dashboard"),
    path("workload/full-consultations/", dashboard.full, name="full"),
    path("workload/figures/", figures.figures_page, name="figures"),
    path("workload/figures/sheet/", figures.sheet, name="sheet"),
    path("workload/figures/commas/", figures.commas, name="commas"),
    path("workload/ahead/", ahead.ahead_page, name="ahead"),
    path("my-load/", mine.mine, name="mine"),
]
