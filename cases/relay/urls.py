"""Paths of relay. The client's address is constant; which conversation is meant stands in a form."""

from django.urls import path

from cases.relay.views import desk, inbox

public_urlpatterns = [
    path("inbox/helpers/", inbox.talks, name="inbox"),
    path("inbox/helpers/number/", inbox.number, name="inbox_number"),
    path("inbox/helpers/show/", inbox.show, name="inbox_show"),
]
desk_urlpatterns = [
    path("talks/<uuid:talk_id>/", desk.open_page, name="open"),
    path("talks/<uuid:talk_id>/number/", desk.number, name="number"),
    path("talks/<uuid:talk_id>/meeting/", desk.meeting, name="meeting"),
    path("talks/<uuid:talk_id>/show/", desk.show, name="show"),
]
