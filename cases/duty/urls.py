"""Paths of duty, all behind the desk's door."""

from __future__ import annotations

from django.urls import path

from cases.duty import views

desk_urlpatterns = [
    path("duty/", views.rota, name="rota"),
    path("duty/plan/", views.plan, name="plan"),
    path("duty/copy/", views.copy, name="copy"),
    path("duty/hours/", views.hours, name="hours"),
    path("duty/shifts/<uuid:shift_id>/drop/", views.drop, name="drop"),
    path("duty/alarms/<uuid:alarm_id>/", views.look, name="look"),
    path("duty/hand-over/", views.hand_over, name="hand_over"),
    path("duty/hand-over/<uuid:hand_over_id>/", views.take_over, name="take_over"),
]
