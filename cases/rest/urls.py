"""Paths of rest."""

from django.urls import path

from cases.rest import views

desk_urlpatterns = [
    path("rest/", views.mine, name="mine"),
    path("rest/office/", views.office, name="office"),
    path("rest/limits/", views.limits, name="limits"),
    path("rest/limits/<uuid:user_id>/", views.limit, name="limit"),
    path("rest/word/<uuid:user_id>/", views.word, name="word"),
]
