"""Paths of retention."""

from django.urls import path

from cases.retention import views

desk_urlpatterns = [
    path("forgetting/", views.coming, name="coming"),
    path("forgetting/<uuid:plan_id>/hold/", views.hold, name="hold"),
    path("forgetting/<uuid:plan_id>/let-go/", views.let_go, name="let_go"),
    path("certificates/", views.certificates, name="certificates"),
]
