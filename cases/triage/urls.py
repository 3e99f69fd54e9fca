"""Paths of the queue and its decisions."""

from django.urls import path

from cases.triage.views import decide, groups, queue

desk_urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/news/", queue.news, name="news"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<uuid:proposal_id>/dismiss/", groups.dismiss, name="dismiss_group"),
    path("requests/<uuid:request_id>/assign/", queue.assign, name="assign"),
    path("requests/<uuid:request_id>/triage/", decide.decide, name="decide"),
    path("requests/<uuid:request_id>/triage/accept/", decide.accept, name="accept"),
]
