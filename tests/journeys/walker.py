"""Walks through pages as a browser without script does: follows links, fills and sends the forms there."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client as Browser

Values = dict[str, list[str]]


@dataclass
class Form:
    """One form with what stands in it: hidden values, what was typed before, what is chosen."""

    action: str
    method: str
    values: Values = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def put(self, name: str, value: str | None) -> None:
        self.names.add(name)
        if value is not None:
            self.values.setdefault(name, []).append(value)


class Page(HTMLParser):
    """Title, links with their words, and forms of one page, whose fields lie inside or say `form=`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title, self.words, self.links, self.forms = "", "", [], []  # type: ignore[var-annotated]
        self._by_id: dict[str, Form] = {}
        self._strays: list[tuple[str, str, str | None]] = []
        self._form: Form | None = None
        self._link: list[str] | None = None
        self._area: tuple[Form | None, str, str] | None = None
        self._select: tuple[str, str] | None = None
        self._options: list[tuple[str, bool]] = []
        self._inside = ""
        self.feed(text)
        for owner, name, value in self._strays:
            if owner in self._by_id:
                self._by_id[owner].put(name, value)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag
        start = getattr(self, f"_start_{tag}", None)
        if start is not None:
            start(given)

    def _start_a(self, given: dict[str, str]) -> None:
        self._link = [given.get("href", ""), ""]

    def _start_form(self, given: dict[str, str]) -> None:
        self._form = Form(given.get("action", ""), given.get("method", "get"))
        self.forms.append(self._form)
        if "id" in given:
            self._by_id[given["id"]] = self._form

    def _start_input(self, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if not name or kind in {"submit", "button"}:
            return
        chosen = kind not in {"checkbox", "radio"} or "checked" in given
        self._put(
            given.get("form", ""),
            name,
            given.get("value", "on" if kind == "checkbox" else "") if chosen else None,
        )

    def _put(self, owner: str, name: str, value: str | None) -> None:
        if owner:
            self._strays.append((owner, name, value))
        elif self._form is not None:
            self._form.put(name, value)

    def _start_button(self, given: dict[str, str]) -> None:
        if given.get("name") and self._form is not None:
            self._form.names.add(given["name"])

    def _start_select(self, given: dict[str, str]) -> None:
        self._select, self._options = (given.get("form", ""), given.get("name", "")), []

    def _start_option(self, given: dict[str, str]) -> None:
        self._options.append((given.get("value", ""), "selected" in given))

    def _start_textarea(self, given: dict[str, str]) -> None:
        self._area = (self._form, given.get("name", ""), "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "a" and self._link is not None:
            self.links.append((self._link[0], " ".join(self._link[1].split())))
            self._link = None
        elif tag == "textarea" and self._area is not None:
            form, name, text = self._area
            self._area = None
            if form is not None:
                form.put(name, text.lstrip("\n"))
        elif tag == "select" and self._select is not None:
            owner, name = self._select
            chosen = next((value for value, is_chosen in self._options if is_chosen), None)
            first = self._options[0][0] if self._options else ""
            self._put(owner, name, first if chosen is None else chosen)
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            form, name, text = self._area
            self._area = (form, name, text + data)
            return
        if self._inside == "title" and not self.title:
            self.title = data.strip()
        if self._link is not None:
            self._link[1] += data
        self.words += data


class Walker:
    """Somebody at a browser. `visited` and `titles` are what would stand in its history."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.visited, self.titles = browser, [], []  # type: ignore[var-annotated]
        self.response: HttpResponse = HttpResponse()
        self.page = Page("")

    def open(self, path: str) -> Walker:
        return self._arrive(self.browser.get(path, follow=True), path)

    def follow(self, part: str) -> Walker:
        """Clicks the first link whose address or words contain this."""
        links = [href for href, words in self.page.links if part in href or part in words]
        assert links, f"no link with {part!r} on {self.visited[-1]}"
        return self.open(urljoin(self.visited[-1], links[0]))

    def send(self, part: str, **typed: Any) -> Walker:
        """Fills the form whose action contains this (`here` for one without action) and sends it."""
        forms = [form for form in self.page.forms if part in (form.action or "here")]
        forms = [form for form in forms if set(typed) <= form.names] or forms
        assert forms, f"no form {part!r} on {self.visited[-1]}"
        form = forms[0]
        missing = set(typed) - form.names
        assert not missing, f"the form {part!r} has no fields {sorted(missing)}"
        values = {
            **form.values,
            **{name: value if isinstance(value, list) else [str(value)] for name, value in typed.items()},
        }
        target = urljoin(self.visited[-1], form.action)
        if form.method.lower() == "post":
            return self._arrive(self.browser.post(target, values, follow=True), target)
        return self._arrive(self.browser.get(target, values, follow=True), target)

    def _arrive(self, response: HttpResponse, path: str) -> Walker:
        chain = getattr(response, "redirect_chain", [])
        self.response = response
        self.visited.append(urlsplit(urljoin(path, chain[-1][0] if chain else path)).path)
        self.page = Page(response.content.decode())
        self.titles.append(self.page.title)
        return self

    def sees(self, *words: str) -> Walker:
        text = self.response.content.decode()
        for word in words:
            assert word in text, f"{word!r} is not on {self.visited[-1]} ({self.response.status_code})"
        return self

    def misses(self, *words: str) -> Walker:
        text = self.response.content.decode()
        for word in words:
            assert word not in text, f"{word!r} is on {self.visited[-1]}"
        return self
