"""Paths of the doors. Only the partner's link carries a secret: it is hers, works once and for seven days."""

from __future__ import annotations

from django.urls import path

from cases.doors.views import calls, counts, hand_overs, kiosk

public_urlpatterns = [
    path("here/", kiosk.welcome, name="kiosk"),
    path("here/next/", kiosk.next_person, name="kiosk_next"),
    path("here/still/", kiosk.still_here, name="kiosk_still"),
    path("from/done/", hand_overs.handed, name="handed"),
    path("from/<str:token>/", hand_overs.invited, name="invited"),
]
desk_urlpatterns = [
    path("calls/new/", calls.log, name="log_call"),
    path("calls/known/", calls.known, name="known"),
    path("calls/receipt/", calls.receipt, name="receipt"),
    path("kiosk/", kiosk.offer, name="kiosk_offer"),
    path("kiosk/close/", kiosk.close, name="kiosk_close"),
    path("hand-overs/", hand_overs.hand_overs, name="hand_overs"),
    path("hand-overs/<uuid:hand_over_id>/withdraw/", hand_overs.withdraw, name="withdraw"),
    path("hand-overs/<uuid:hand_over_id>/signature/", hand_overs.signature, name="signature"),
    path("doors/", counts.counts, name="counts"),
]
