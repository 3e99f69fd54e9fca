"""Paths of moving."""

from django.urls import path

from cases.moving.views import absences, moves, offices

desk_urlpatterns = [
    path("moves/", moves.list_page, name="list"),
    path("moves/new/", moves.new_page, name="new"),
    path("moves/<uuid:move_id>/", moves.open_page, name="open"),
    path("moves/<uuid:move_id>/confirm/", moves.confirm, name="confirm"),
    path("moves/<uuid:move_id>/undo/", moves.undo, name="undo"),
    path("moves/<uuid:move_id>/seen/", moves.seen, name="seen"),
    path("moves/<uuid:move_id>/back/", moves.take_back, name="take_back"),
    path("absences/", absences.mine, name="absences"),
    path("absences/<uuid:absence_id>/answer/", absences.answer, name="answer"),
    path("absences/<uuid:absence_id>/deputy/", absences.deputy, name="deputy"),
    path("absences/<uuid:absence_id>/end/", absences.end, name="end"),
    path("offices/", offices.list_page, name="offices"),
    path("offices/<int:office_id>/", offices.office_page, name="office"),
    path("offices/<int:office_id>/close/", offices.close, name="close_office"),
    path("offices/people/<uuid:user_id>/", offices.person_page, name="person"),
    path("offices/waiting/<uuid:waiting_id>/confirm/", offices.confirm, name="confirm_office"),
    path("offices/waiting/<uuid:waiting_id>/drop/", offices.drop, name="drop_office"),
    path("requests/<uuid:request_id>/office/", offices.request_page, name="request_office"),
]
