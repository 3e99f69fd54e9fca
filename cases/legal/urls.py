"""Paths of the legal room."""

from django.urls import path

from cases.legal.views import case, deadlines, lawyers, lists, meetings, membership, splitting

desk_urlpatterns = [
    path("cases/", lists.case_list, name="list"),
    path("cases/new/", lists.new_case, name="new"),
    path("cases/<uuid:case_id>/", case.open_page, name="open"),
    path("cases/<uuid:case_id>/message/", case.send, name="send"),
    path("cases/<uuid:case_id>/words/", case.words, name="words"),
    path("cases/<uuid:case_id>/add/", case.add, name="add"),
    path("cases/<uuid:case_id>/close/", case.close_case, name="close_case"),
    path("cases/<uuid:case_id>/hand-over/", lawyers.hand_over, name="hand_over"),
    path("cases/<uuid:case_id>/meetings/", meetings.schedule, name="schedule"),
    path("cases/<uuid:case_id>/meetings/<uuid:consultation_id>/invite/", meetings.invite, name="invite"),
    path("cases/<uuid:case_id>/meetings/<uuid:consultation_id>/file/", meetings.calendar, name="calendar"),
    path("cases/<uuid:case_id>/meetings/<uuid:consultation_id>/tick/", meetings.tick, name="tick"),
    path("cases/<uuid:case_id>/meetings/<uuid:consultation_id>/back/", meetings.give_back, name="give_back"),
    path("cases/<uuid:case_id>/meetings/<uuid:consultation_id>/cancel/", meetings.cancel, name="cancel"),
    path("cases/<uuid:case_id>/answers/<uuid:invitation_id>/", meetings.answer, name="answer"),
    path("cases/<uuid:case_id>/attendance/<uuid:invitation_id>/", meetings.attendance, name="attendance"),
    path("cases/<uuid:case_id>/steps/<uuid:step_id>/", membership.step, name="step"),
    path("cases/<uuid:case_id>/members/<uuid:membership_id>/label/", case.label, name="label"),
    path("cases/<uuid:case_id>/members/<uuid:membership_id>/power/", membership.power, name="power"),
    path("cases/<uuid:case_id>/members/<uuid:membership_id>/remove/", membership.remove, name="remove"),
    path("cases/<uuid:case_id>/members/<uuid:membership_id>/close/", membership.close, name="close_member"),
    path("cases/<uuid:case_id>/members/<uuid:membership_id>/office/", membership.office, name="office"),
    path("cases/<uuid:case_id>/members/<uuid:membership_id>/deadlines/", deadlines.add, name="add_deadline"),
    path("cases/<uuid:case_id>/deadlines/<uuid:deadline_id>/", deadlines.change, name="deadline"),
    path("cases/<uuid:case_id>/split/", splitting.split, name="split"),
    path("cases/<uuid:case_id>/deputy/", lawyers.deputy, name="deputy"),
]
