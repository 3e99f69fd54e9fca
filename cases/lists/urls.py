"""Paths of lists."""

from django.urls import path

from cases.lists import views

desk_urlpatterns = [
    path("lists/", views.all_lists, name="all"),
    path("lists/new/", views.ask, name="ask"),
    path("lists/<uuid:list_id>/", views.one, name="one"),
    path("lists/<uuid:list_id>/agree/", views.agree, name="agree"),
    path("lists/<uuid:list_id>/drop/", views.drop, name="drop"),
    path("lists/<uuid:list_id>/file/<slug:kind>/", views.take, name="take"),
]
