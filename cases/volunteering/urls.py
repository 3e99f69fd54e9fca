"""Paths of the volunteers' room."""

from django.urls import URLPattern, path

from cases.volunteering import api
from cases.volunteering.views import board, desk, housing, me

public_urlpatterns: list[URLPattern] = []
desk_urlpatterns = [
    path("board/", board.board_page, name="board"),
    path("tasks/new/", desk.new_task, name="new_own_task"),
    path("requests/<uuid:request_id>/task/", desk.new_task, name="new_task"),
    path("tasks/<uuid:task_id>/", board.task_page, name="task"),
    path("tasks/<uuid:task_id>/claim/", board.claim, name="claim"),
    path("tasks/<uuid:task_id>/wait/", board.wait, name="wait"),
    path("tasks/<uuid:task_id>/decline/", board.decline, name="decline"),
    path("tasks/<uuid:task_id>/release/", board.release, name="release"),
    path("tasks/<uuid:task_id>/finish/", board.finish, name="finish"),
    path("tasks/<uuid:task_id>/withdraw/", desk.withdraw, name="withdraw"),
    path("tasks/<uuid:task_id>/match/", desk.match, name="match"),
    path("tasks/<uuid:task_id>/came/", desk.came, name="came"),
    path("tasks/<uuid:task_id>/claims/<uuid:claim_id>/", desk.decide, name="decide"),
    path("volunteers/<uuid:user_id>/standing/", desk.standing, name="standing"),
    path("tasks/<uuid:task_id>/flats/", housing.search, name="search"),
    path("tasks/<uuid:task_id>/flats/need/", housing.need, name="need"),
    path("tasks/<uuid:task_id>/flats/<uuid:flat_id>/", housing.view_flat, name="view_flat"),
    path("tasks/<uuid:task_id>/viewings/<uuid:viewing_id>/", housing.viewed, name="viewed"),
    path("flats/", housing.flats, name="flats"),
    path("flats/<uuid:flat_id>/gone/", housing.flat_gone, name="flat_gone"),
    path("me/", me.me, name="me"),
    path("me/break/", me.take_break, name="take_break"),
    path("me/break/end/", me.end_break, name="end_break"),
    path("me/profile/", me.profile, name="profile"),
    path("me/free-time/", me.free_time, name="free_time"),
    path("me/week/", me.week, name="week"),
    path("me/week/file/", me.calendar, name="calendar"),
    path("api/board/", api.board_list, name="api_board"),
    path("api/board/<uuid:task_id>/claim/", api.claim, name="api_claim"),
    path("api/my-tasks/", api.my_tasks_list, name="api_my_tasks"),
    path("api/my-tasks/<uuid:task_id>/release/", api.release, name="api_release"),
    path("api/my-tasks/<uuid:task_id>/finish/", api.finish, name="api_finish"),
    path("api/schema/", api.schema, name="api_schema"),
]
