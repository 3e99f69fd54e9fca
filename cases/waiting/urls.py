"""Paths of waiting."""

from django.urls import path

from cases.waiting import views

desk_urlpatterns = [
    path("pauses/", views.pauses, name="pauses"),
    path("pauses/<uuid:pause_id>/end/", views.end, name="end"),
]
