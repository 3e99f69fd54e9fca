"""Paths of the doors. No id, topic or status ever stands in an address of the client's journey."""

from django.urls import URLPattern, path

from cases.intake.views import receipt, web

public_urlpatterns = [
    path("write/", web.story, name="story"),
    path("write/next/", web.helps, name="helps"),
    path("write/last/", web.contact, name="contact"),
    path("write/done/", receipt.receipt, name="receipt"),
]
desk_urlpatterns: list[URLPattern] = []
