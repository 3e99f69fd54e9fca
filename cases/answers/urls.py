"""Paths of answers."""

from django.urls import path

from cases.answers import views

desk_urlpatterns = [
    path("requests/<uuid:request_id>/reply/", views.reply, name="reply"),
    path("answers/<slug:slug>/text/", views.public_text, name="public_text"),
]
