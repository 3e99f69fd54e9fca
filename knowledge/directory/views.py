"""The directory for readers, and its desk for editors."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helpdesk import languages
from helpdesk.accounts.access import public, require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.kept_pages import kept_for_readers
from knowledge.directory import actions, queries
from knowledge.directory.forms import FilterForm, ServiceForm
from knowledge.directory.models import Service


@public
@require_safe
@kept_for_readers
def directory(request: HttpRequest) -> HttpResponse:
    """Who helps with what, where and in which language; what stopped is said."""
    reader = get_language() or languages.DEFAULT
    form = FilterForm(request.GET, topics=queries.topics(), cities=queries.cities(reader))
    asked = form.asked()
    found = queries.groups(asked, reader)
    context = {
        "form": form,
        "asked": asked,
        "groups": found,
        "count": sum(len(group.entries) for group in found),
    }
    return render(request, "knowledge/directory/directory.html", context)


@require(Permission.EDIT_SERVICES)
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """Every entry; those that nobody checked for a year stand first."""
    rows = queries.rows(get_language() or languages.DEFAULT)
    stale = sum(row.is_stale for row in rows)
    return render(request, "knowledge/directory/list.html", {"rows": rows, "stale": stale})


@require(Permission.EDIT_SERVICES)
@require_http_methods(["GET", "POST"])
def service_new(request: HttpRequest) -> HttpResponse:
    """A new entry."""
    return _edit(request, Service())


@require(Permission.EDIT_SERVICES)
@require_http_methods(["GET", "POST"])
def service_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change an entry, or say that it is still true."""
    return _edit(request, get_object_or_404(Service.objects.visible_to(_user(request)), slug=slug))


def _edit(request: HttpRequest, service: Service) -> HttpResponse:
    is_new = service.pk is None
    form = ServiceForm(request.POST or None, instance=service)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        slug, topics = values.pop("slug"), list(values.pop("topics"))
        actions.keep_service(slug=slug, topics=topics, by=_user(request), **values)
        messages.success(request, _("Saved. Readers see it now."))
        return redirect("knowledge:services")
    return render(
        request, "knowledge/directory/edit.html", {"form": form, "service": service, "is_new": is_new}
    )


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
