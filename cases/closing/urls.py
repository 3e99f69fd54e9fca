"""Paths of closing."""

from django.urls import path

from cases.closing import views

desk_urlpatterns = [
    path("requests/<uuid:request_id>/close/", views.close, name="close"),
    path("requests/<uuid:request_id>/reopen/", views.reopen, name="reopen"),
]
