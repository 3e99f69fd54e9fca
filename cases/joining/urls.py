"""Paths of joining."""

from django.urls import path

from cases.joining.views import applications, languages, lists, own, people, public, vetting

public_urlpatterns = [
    path("volunteer/", public.apply_page, name="apply"),
    path("volunteer/thanks/", public.applied, name="applied"),
]
desk_urlpatterns = [
    path("applications/", applications.list_page, name="applications"),
    path("applications/talk/", applications.plan_talk, name="plan_talk"),
    path("applications/talks/<uuid:talk_id>/", applications.talk_page, name="talk"),
    path("applications/talks/<uuid:talk_id>/<uuid:seat_id>/", applications.note, name="note"),
    path("applications/<uuid:application_id>/", applications.open_page, name="application"),
    path("applications/<uuid:application_id>/reference/", applications.reference, name="reference"),
    path("applications/<uuid:application_id>/welcome/", vetting.welcome, name="welcome"),
    path("applications/<uuid:application_id>/decline/", vetting.decline, name="decline"),
    path("applications/<uuid:application_id>/vet/", vetting.vet, name="vet"),
    path("applications/<uuid:application_id>/invite/", vetting.invite, name="invite"),
    path("volunteers/", people.people_page, name="people"),
    path("volunteers/coverage/", people.coverage_page, name="coverage"),
    path("volunteers/list/", lists.import_page, name="import"),
    path("volunteers/<uuid:user_id>/", people.person_page, name="person"),
    path("volunteers/<uuid:user_id>/file/", people.open_file, name="open_file"),
    path("volunteers/<uuid:user_id>/paper/", people.paper, name="paper"),
    path("volunteers/<uuid:user_id>/leave/", people.let_go, name="let_go"),
    path("volunteers/<uuid:user_id>/languages/", languages.decide_levels, name="decide_levels"),
    path("me/languages/", languages.own_levels, name="languages"),
    path("me/terms/", own.terms, name="terms"),
    path("me/stay/", own.stay, name="stay"),
    path("me/paper/", own.paper, name="own_paper"),
    path("me/leave/", own.leave_page, name="leave"),
]
