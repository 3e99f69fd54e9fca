"""Paths of files. The person's addresses are constant; which file is meant stands in a form."""

from __future__ import annotations

from django.urls import path

from cases.files.views import desk, inbox, looking

public_urlpatterns = [
    path("inbox/files/", inbox.files, name="inbox"),
    path("inbox/files/remove/", inbox.remove, name="inbox_remove"),
]
desk_urlpatterns = [
    path("requests/<uuid:request_id>/files/", desk.files, name="of_request"),
    path("files/<uuid:attachment_id>/remove/", desk.remove, name="remove"),
    path("files/<uuid:attachment_id>/", looking.preview, name="preview"),
    path("files/<uuid:attachment_id>/pages/<int:number>/", looking.page, name="page"),
    path("files/<uuid:attachment_id>/copy/", looking.copy, name="copy"),
    path("files/<uuid:attachment_id>/original/", looking.original, name="original"),
]
