"""Paths of the editors' desk."""

from __future__ import annotations

from django.urls import path

from knowledge.translating.views import about, editor, lists, values, versions

desk_urlpatterns = [
    path("articles/", lists.edit_list, name="edit_list"),
    path("work-lists/", lists.work, name="worklists"),
    path("articles/new/", about.new, name="new"),
    path("articles/<slug:slug>/facts/", about.facts, name="facts"),
    path("articles/<slug:slug>/still-true/", about.still_true, name="still_true"),
    path("articles/<slug:slug>/withdraw/", about.withdraw, name="withdraw"),
    path("articles/<slug:slug>/stay/", about.stay, name="stay"),
    path("articles/<slug:slug>/<slug:language>/", editor.edit, name="edit"),
    path("articles/<slug:slug>/<slug:language>/keep/", editor.keep, name="keep"),
    path("articles/<slug:slug>/<slug:language>/discard/", versions.discard, name="discard"),
    path("articles/<slug:slug>/<slug:language>/together/", versions.together, name="together"),
    path("articles/<slug:slug>/<slug:language>/versions/", versions.versions, name="versions"),
    path("articles/<slug:slug>/<slug:language>/versions/<int:number>/", versions.version, name="version"),
    path(
        "articles/<slug:slug>/<slug:language>/versions/<int:number>/restore/",
        versions.restore,
        name="restore",
    ),
    path("values/", values.values, name="values"),
    path("values/new/", values.new_value, name="new_value"),
    path("values/<slug:name>/", values.value, name="value"),
    path("values/<slug:name>/drop/", values.drop_value, name="drop_value"),
]
