"""The desk of the glossary: find a concept, say how people call it, take a word out, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk import languages
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.forms import plain_text
from helpdesk.ui.undo import done
from helpdesk.ui.uploads import takes_files, too_large_files
from knowledge.glossary import actions, exports, queries
from knowledge.glossary.forms import ConceptForm, FileForm, WordForm
from knowledge.glossary.imports import LARGEST_FILE, NotTaken, import_words
from knowledge.glossary.models import WordChange
from knowledge.glossary.rules import LONGEST_WORD

ONLY = ("ours", "silent")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _done(request: HttpRequest, text: str, change: WordChange) -> None:
    done(request, text, undo_url=reverse("knowledge:glossary_undo", args=[change.pk]))


@require(Permission.EDIT_GLOSSARY)
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The concepts that hold a word, those changed here first."""
    asked = plain_text(request.GET.get("q", ""))[:LONGEST_WORD].strip()
    only = request.GET.get("only", "")
    rows, count = queries.listed(
        asked, get_language() or languages.DEFAULT, only=only if only in ONLY else ""
    )
    context = {"rows": rows, "count": count, "asked": asked, "only": only, "more": count - len(rows)}
    return render(request, "knowledge/glossary/list.html", context)


@require(Permission.EDIT_GLOSSARY)
@require_http_methods(["GET", "POST"])
def concept_new(request: HttpRequest) -> HttpResponse:
    """A new concept with its first word."""
    form = ConceptForm(request.POST or None, initial={"text": request.GET.get("q", "")[:LONGEST_WORD]})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["concept"] in queries.entries_now():
            form.add_error("concept", _("There is already a concept with this short name."))
        elif change := _keep(request, form, form.cleaned_data["concept"]):
            return redirect("knowledge:concept", change.concept)
    return render(request, "knowledge/glossary/new.html", {"form": form})


@require(Permission.EDIT_GLOSSARY)
@require_http_methods(["GET", "POST"])
def concept(request: HttpRequest, concept: str) -> HttpResponse:
    """One concept: its words in every language, a place for one more, and what was changed."""
    entries = queries.entries_now()
    if concept not in entries:
        raise Http404
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _keep(request, form, concept):
        return redirect("knowledge:concept", concept)
    entry = entries[concept]
    context = {
        "concept": concept,
        "name": queries.name_of(entry, get_language() or languages.DEFAULT),
        "words": queries.words_of(entry, entries).items(),
        "near": entry.get("near", []),
        "changes": queries.changes_of(concept),
        "form": form,
    }
    return render(request, "knowledge/glossary/concept.html", context)


def _keep(request: HttpRequest, form: WordForm, slug: str) -> WordChange | None:
    """Add the word; None, with a message at its field, when the rules say no."""
    values = {name: value for name, value in form.cleaned_data.items() if name != "concept"}
    try:
        change = actions.keep_word(concept=slug, by=_user(request), **values)
    except actions.Ambiguous as twice:
        form.add_error("means_both", str(twice))
    except NotNow as wrong:
        form.add_error("text", str(wrong))
    else:
        _done(request, _("Kept. Search understands it now."), change)
        return change
    return None


@require(Permission.EDIT_GLOSSARY)
@require_POST
def leave_out(request: HttpRequest, concept: str) -> HttpResponse:
    """A word does not stand for this concept any more."""
    if concept not in queries.entries_now():
        raise Http404
    language = request.POST.get("language", "")
    try:
        change = actions.leave_out(
            concept=concept,
            language=language if language in languages.CODES else "",
            text=plain_text(request.POST.get("text", ""))[:LONGEST_WORD],
            by=_user(request),
        )
        _done(request, _("Left out. Search does not use it any more."), change)
    except NotNow as wrong:
        messages.error(request, str(wrong))
    is_left = concept in queries.entries_now()
    return redirect("knowledge:concept", concept) if is_left else redirect("knowledge:glossary")


@require(Permission.EDIT_GLOSSARY)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What was changed in the glossary, by whom and when."""
    return render(request, "knowledge/glossary/changes.html", {"changes": queries.changes_of()})


@require(Permission.EDIT_GLOSSARY)
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take one change back."""
    change = get_object_or_404(WordChange.objects.visible_to(_user(request)), pk=number)
    try:
        actions.undo(change=change, by=_user(request))
        messages.success(request, _("Taken back."))
    except NotNow as wrong:
        messages.error(request, str(wrong))
    is_left = change.concept in queries.entries_now()
    return redirect("knowledge:concept", change.concept) if is_left else redirect("knowledge:glossary")


@require(Permission.EDIT_GLOSSARY)
@takes_files(most_bytes=LARGEST_FILE, most_bytes_at_once=LARGEST_FILE)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """Words from a file: all of them or none; and the way out."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    faults: list[str] = []
    if request.method == "POST" and too_large_files(request):
        form.add_error("file", _("This file is too large."))
    if request.method == "POST" and form.is_valid():
        try:
            taken = import_words(
                form.cleaned_data["file"], _user(request), means_both=form.cleaned_data["means_both"]
            )
        except NotTaken as refused:
            faults = refused.faults
        else:
            said = _("%(words)d words changed in %(concepts)d concepts; %(same)d concepts were so already.")
            counts = {"words": taken.words, "concepts": taken.changed, "same": taken.unchanged}
            messages.success(request, said % counts)
            return redirect("knowledge:glossary_changes")
    return render(request, "knowledge/glossary/file.html", {"form": form, "faults": faults})


@require(Permission.EDIT_GLOSSARY)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The editors' changes, or with `?all=1` the whole glossary, as a file."""
    entries = exports.everything() if request.GET.get("all") else exports.changes()
    response = HttpResponse(exports.as_text(entries), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="glossary.json"'
    return response
