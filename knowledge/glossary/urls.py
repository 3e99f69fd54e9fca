"""Paths of the glossary's desk."""

from __future__ import annotations

from django.urls import path

from knowledge.glossary import views

desk_urlpatterns = [
    path("glossary/", views.glossary, name="glossary"),
    path("glossary/new/", views.concept_new, name="concept_new"),
    path("glossary/changes/", views.changes, name="glossary_changes"),
    path("glossary/changes/<int:number>/undo/", views.undo, name="glossary_undo"),
    path("glossary/file/", views.file, name="glossary_file"),
    path("glossary/export/", views.export, name="glossary_export"),
    path("glossary/concepts/<slug:concept>/", views.concept, name="concept"),
    path("glossary/concepts/<slug:concept>/leave-out/", views.leave_out, name="leave_out"),
]
