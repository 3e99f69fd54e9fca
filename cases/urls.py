"""Index of the rooms' paths, in the order of the flow: name of the room, its public paths, its desk paths."""

from __future__ import annotations

from django.urls import URLPattern

from cases.alarms import urls as alarms
from cases.answers import urls as answers
from cases.casefile import urls as casefile
from cases.closing import urls as closing
from cases.doors import urls as doors
from cases.duty import urls as duty
from cases.files import urls as files
from cases.funding import urls as funding
from cases.intake import urls as intake
from cases.joining import urls as joining
from cases.legal import urls as legal
from cases.lists import urls as lists
from cases.mentoring import urls as mentoring
from cases.moving import urls as moving
from cases.referrals import urls as referrals
from cases.relay import urls as relay
from cases.reports import urls as reports
from cases.rest import urls as rest
from cases.retention import urls as retention
from cases.returning import urls as returning
from cases.screening import urls as screening
from cases.triage import urls as triage
from cases.volunteering import urls as volunteering
from cases.waiting import urls as waiting
from cases.watching import urls as watching
from cases.workload import urls as workload

Paths = list[URLPattern]
ROOMS: list[tuple[str, Paths, Paths]] = [
    ("duty", [], duty.desk_urlpatterns),
    ("intake", intake.public_urlpatterns, intake.desk_urlpatterns),
    ("doors", doors.public_urlpatterns, doors.desk_urlpatterns),
    ("triage", [], triage.desk_urlpatterns),
    ("answers", [], answers.desk_urlpatterns),
    ("legal", [], legal.desk_urlpatterns),
    ("volunteering", volunteering.public_urlpatterns, volunteering.desk_urlpatterns),
    ("mentoring", mentoring.public_urlpatterns, mentoring.desk_urlpatterns),
    ("joining", joining.public_urlpatterns, joining.desk_urlpatterns),
    ("files", files.public_urlpatterns, files.desk_urlpatterns),
    ("screening", screening.public_urlpatterns, screening.desk_urlpatterns),
    ("returning", returning.public_urlpatterns, returning.desk_urlpatterns),
    ("referrals", referrals.public_urlpatterns, referrals.desk_urlpatterns),
    ("closing", [], closing.desk_urlpatterns),
    ("moving", [], moving.desk_urlpatterns),
    ("retention", [], retention.desk_urlpatterns),
    ("watching", [], watching.desk_urlpatterns),
    ("casefile", casefile.public_urlpatterns, casefile.desk_urlpatterns),
    ("waiting", [], waiting.desk_urlpatterns),
    ("rest", [], rest.desk_urlpatterns),
    ("relay", relay.public_urlpatterns, relay.desk_urlpatterns),
    ("funding", [], funding.desk_urlpatterns),
    ("reports", [], reports.desk_urlpatterns),
    ("lists", [], lists.desk_urlpatterns),
    ("workload", [], workload.desk_urlpatterns),
    ("alarms", [], alarms.desk_urlpatterns),
]
