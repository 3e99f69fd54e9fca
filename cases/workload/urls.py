"""Paths of the workload room."""

from django.urls import path

from cases.workload.views import ahead, dashboard, mine

desk_urlpatterns = [
    path("workload/", dashboard.dashboard_page, name="dashboard"),
    path("workload/full-consultations/", dashboard.full, name="full"),
    path("workload/ahead/", ahead.ahead_page, name="ahead"),
    path("my-load/", mine.mine, name="mine"),
]
