"""Paths of the queue and its decisions."""

from django.urls import path

from cases.triage.views import decide, queue

desk_urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/news/", queue.news, name="news"),
    path("requests/<uuid:request_id>/assign/", queue.assign, name="assign"),
    path("requests/<uuid:request_id>/triage/", decide.decide, name="decide"),
    path("requests/<uuid:request_id>/triage/accept/", decide.accept, name="accept"),
]
