"""Paths of the workload room."""

from django.urls import path

from cases.workload import views

desk_urlpatterns = [path("workload/", views.dashboard_page, name="dashboard")]
