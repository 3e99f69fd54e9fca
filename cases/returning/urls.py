"""Paths of coming back. The client's addresses are constant: what is whose stands in her session."""

from __future__ import annotations

from django.urls import path

from cases.returning.views import calls, links, public

public_urlpatterns = [
    path("back/lost/", public.lost, name="lost"),
    path("inbox/when/", public.look_again, name="look_again"),
    path("inbox/second/", public.adult, name="adult"),
]
desk_urlpatterns = [
    path("ring-backs/", calls.ring_back_list, name="ring_backs"),
    path("ring-backs/returns/", calls.figures, name="figures"),
    path("ring-backs/<uuid:request_id>/", calls.call, name="call"),
    path("ring-backs/<uuid:request_id>/number/", calls.number, name="number"),
    path("ring-backs/<uuid:request_id>/adult/", calls.adult, name="desk_adult"),
    path("requests/<uuid:request_id>/earlier/", links.earlier, name="earlier"),
    path("requests/<uuid:request_id>/earlier/<uuid:link_id>/unlink/", links.unlink, name="unlink"),
    path("requests/<uuid:request_id>/earlier/<uuid:link_id>/ask/", links.ask, name="ask_back"),
    path("requests/<uuid:request_id>/earlier/<uuid:link_id>/refuse/", links.refuse, name="refuse_back"),
    path("requests/<uuid:request_id>/earlier/<uuid:link_id>/confirm/", links.confirm, name="give_back"),
]
