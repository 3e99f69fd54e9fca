"""Paths of grants."""

from django.urls import path

from cases.funding import views

desk_urlpatterns = [
    path("grants/", views.funder_list, name="list"),
    path("grants/new/", views.new_funder, name="new"),
    path("grants/<uuid:funder_id>/", views.edit_funder, name="edit"),
]
