"""Paths of the volunteers' room."""

from django.urls import URLPattern, path

from cases.volunteering.views import board, me

public_urlpatterns: list[URLPattern] = []
desk_urlpatterns = [
    path("board/", board.board_page, name="board"),
    path("tasks/new/", board.new_task, name="new_own_task"),
    path("requests/<uuid:request_id>/task/", board.new_task, name="new_task"),
    path("tasks/<uuid:task_id>/", board.task_page, name="task"),
    path("tasks/<uuid:task_id>/claim/", board.claim, name="claim"),
    path("tasks/<uuid:task_id>/release/", board.release, name="release"),
    path("tasks/<uuid:task_id>/finish/", board.finish, name="finish"),
    path("tasks/<uuid:task_id>/withdraw/", board.withdraw, name="withdraw"),
    path("tasks/<uuid:task_id>/claims/<uuid:claim_id>/", board.decide, name="decide"),
    path("me/", me.me, name="me"),
    path("me/break/", me.take_break, name="take_break"),
    path("me/break/end/", me.end_break, name="end_break"),
    path("me/profile/", me.profile, name="profile"),
]
