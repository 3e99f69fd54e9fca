"""Paths of the workload room."""

from django.urls import path

from cases.workload.views import dashboard

desk_urlpatterns = [
    path("workload/", dashboard.dashboard_page, name="dashboard"),
    path("workload/full-consultations/", dashboard.full, name="full"),
]
