"""Fact values: the list, one value with where it is stated, and its change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.roles import Permission
from knowledge.articles import actions
from knowledge.articles.models import FactValue
from knowledge.articles.permissions import can_publish
from knowledge.translating import queries
from knowledge.translating.forms import ValueForm
from knowledge.translating.views.desk import EDITORS, desk_user


@require(*EDITORS)
@require_safe
def values(request: HttpRequest) -> HttpResponse:
    """Every value with what it says and how many articles state it."""
    user = desk_user(request)
    context = {"values": queries.values_with_uses(user), "may_publish": can_publish(user)}
    return render(request, "knowledge/translating/values.html", context)


@require(Permission.PUBLISH_ARTICLES)
@require_http_methods(["GET", "POST"])
def new_value(request: HttpRequest) -> HttpResponse:
    """A value that articles can name from now on."""
    return _value_page(request, None)


@require(Permission.PUBLISH_ARTICLES)
@require_http_methods(["GET", "POST"])
def value(request: HttpRequest, name: str) -> HttpResponse:
    """One value: changing it changes every article that states it."""
    seen = FactValue.objects.visible_to(desk_user(request))
    return _value_page(request, get_object_or_404(seen, name=name))


def _value_page(request: HttpRequest, stored: FactValue | None) -> HttpResponse:
    user = desk_user(request)
    copy = FactValue.objects.get(pk=stored.pk) if stored else FactValue()
    form = ValueForm(request.POST or None, instance=copy)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            kept, _outcome = actions.keep_value(by=user, **fields)
        except NotNow as wrong:
            form.add_error("value", str(wrong))
        else:
            messages.success(request, _("Saved. Every article that states it says so now."))
            return redirect("knowledge:value", kept.name)
    uses = queries.uses_of(stored, user) if stored else []
    context = {"form": form, "value": stored, "uses": uses}
    return render(request, "knowledge/translating/value.html", context)


@require(Permission.PUBLISH_ARTICLES)
@require_POST
def drop_value(request: HttpRequest, name: str) -> HttpResponse:
    """Throw away a value that no text names."""
    seen = FactValue.objects.visible_to(desk_user(request))
    try:
        actions.drop_value(value=get_object_or_404(seen, name=name), by=desk_user(request))
    except NotNow as wrong:
        messages.error(request, str(wrong))
        return redirect("knowledge:value", name)
    messages.success(request, _("The value is gone."))
    return redirect("knowledge:values")
