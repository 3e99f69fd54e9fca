"""A consultation as a calendar file for staff: what leaves the house names nobody and no place."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cases.legal.models import Consultation

LASTS = timedelta(hours=1)  # a place holder in the calendar: nobody types how long a meeting lasts


def calendar_file(meeting: Consultation) -> bytes:
    """One event with the code of the case; the same meeting always has the same id, so none is doubled."""
    event = Event()
    event.add("uid", f"{meeting.pk}@ganak")
    event.add("dtstamp", meeting.starts_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + LASTS)
    event.add("summary", _("Consultation %(code)s") % {"code": meeting.legal_case.code})
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Ganak//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
