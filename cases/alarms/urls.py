"""Paths of alarms and of the Monday page."""

from django.urls import path

from cases.alarms.views import alarms, monday

desk_urlpatterns = [
    path("monday/", monday.monday_page, name="monday"),
    path("alarms/", alarms.alarm_list, name="list"),
    path("alarms/<uuid:alarm_id>/seen/", alarms.seen, name="seen"),
]
