"""Addresses for the tests of the frame: the frame's own pages and a few sample views."""

from __future__ import annotations

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from helpdesk.accounts.access import public
from helpdesk.sealing.errors import KeyErased
from helpdesk.ui import urls, views
from helpdesk.ui.forms import PlainForm


class StoryForm(PlainForm):
    story = forms.CharField(label="Story", help_text="Write.", widget=forms.Textarea, max_length=50)
    place = forms.ChoiceField(label="Place", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    searched = forms.BooleanField(label="Searched", required=False)


@public
def page(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return render(request, "ui/public.html")


@public
def article(request: HttpRequest) -> HttpResponse:
    return HttpResponse("article", headers={"Cache-Control": "public, max-age=60", "Server": "x"})


@public
def personal(request: HttpRequest) -> HttpResponse:
    return HttpResponse("mine", headers={"Cache-Control": "private, max-age=60"})


@public
def erased(request: HttpRequest) -> HttpResponse:
    raise KeyErased("a key that somebody erased a moment ago")


@public
def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse("received")


@public
def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a failure for the test")


@public
def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@public
def overflow(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


@public
def hurry(request: HttpRequest) -> HttpResponse:
    return views.too_many_requests(request, retry_after=130)


knowledge_paths = [path("article/", article, name="article")]
desk_paths = [path("refuse/", refuse), path("erased/", erased), *urls.desk_urlpatterns]
urlpatterns = [
    path("desk/", include(desk_paths)),
    *i18n_patterns(
        path("", page, name="home"),
        path("personal/", personal),
        path("write/", write),
        path("break/", break_down),
        path("refuse/", refuse),
        path("overflow/", overflow),
        path("hurry/", hurry),
        path("knowledge/", include((knowledge_paths, "knowledge"))),
        *urls.public_urlpatterns,
    ),
]
handler404 = "helpdesk.ui.views.not_found"
handler403 = "helpdesk.ui.views.forbidden"
handler500 = "helpdesk.ui.views.server_error"
handler400 = "helpdesk.ui.views.bad_request"
