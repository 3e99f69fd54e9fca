"""Paths of mentoring."""

from django.urls import path

from cases.mentoring import views

desk_urlpatterns = [
    path("households/", views.mentorship_list, name="list"),
    path("households/<uuid:mentorship_id>/", views.open_page, name="open"),
    path("households/<uuid:mentorship_id>/steps/<int:step_id>/", views.step, name="step"),
    path("households/<uuid:mentorship_id>/check-in/", views.check_in, name="check_in"),
    path("households/<uuid:mentorship_id>/end/", views.end, name="end"),
    path("households/<uuid:mentorship_id>/deputy/", views.deputy, name="deputy"),
    path("households/<uuid:mentorship_id>/extend/", views.extend, name="extend"),
    path("requests/<uuid:request_id>/mentor/", views.start, name="start"),
]
