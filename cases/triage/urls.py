"""Paths of the queue and its decisions."""

from django.urls import path

from cases.triage.views import decide, find, groups, queue, saved, waiting

desk_urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/news/", queue.news, name="news"),
    path("queue/views/", saved.save, name="save_view"),
    path("queue/views/<uuid:view_id>/delete/", saved.delete, name="delete_view"),
    path("queue/wait/", waiting.wait, name="wait"),
    path("queue/wait/undo/", waiting.unwait, name="unwait"),
    path("find/", find.find, name="find"),
    path("requests/<uuid:request_id>/presence/", find.presence, name="presence"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<uuid:proposal_id>/dismiss/", groups.dismiss, name="dismiss_group"),
    path("requests/<uuid:request_id>/assign/", queue.assign, name="assign"),
    path("requests/<uuid:request_id>/triage/", decide.decide, name="decide"),
    path("requests/<uuid:request_id>/triage/accept/", decide.accept, name="accept"),
    path("requests/<uuid:request_id>/triage/undo/", decide.undecide, name="undecide"),
]
