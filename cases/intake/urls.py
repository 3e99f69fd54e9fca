"""Paths of the doors. No id, topic or status ever stands in an address of the client's journey."""

from django.urls import path

from cases.intake.views import call, web

public_urlpatterns = [
    path("write/", web.story, name="story"),
    path("write/next/", web.helps, name="helps"),
    path("write/last/", web.contact, name="contact"),
    path("write/done/", web.receipt, name="receipt"),
]
desk_urlpatterns = [
    path("calls/new/", call.log, name="log_call"),
]
