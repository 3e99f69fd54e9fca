"""Paths of closing."""

from django.urls import path

from cases.closing import views

desk_urlpatterns = [
    path("requests/<uuid:request_id>/close/", views.close, name="close"),
    path("requests/<uuid:request_id>/duplicate/", views.duplicate, name="duplicate"),
    path("requests/spam/", views.spam, name="spam"),
    path("requests/spam/undo/", views.not_spam, name="not_spam"),
    path("requests/undo/", views.undo, name="undo"),
    path("requests/<uuid:request_id>/reopen/", views.reopen, name="reopen"),
]
