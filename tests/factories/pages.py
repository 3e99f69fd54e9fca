"""Presses a button of a page as a browser without script does: with every field of its form."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TICKED = {"checkbox", "radio"}


@dataclass
class _Form:
    """Where a form goes and what it sends by itself."""

    action: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The forms and buttons of one page."""

    def __init__(self, html: str, url: str = "") -> None:
        super().__init__()
        self.url, self.forms, self.buttons = url, {}, []  # type: ignore[var-annotated]
        self._within = ""
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._within = found.get("id") or f"form-{len(self.forms)}"
            self.forms.setdefault(self._within, _Form()).action = found.get("action") or self.url
            return
        owner = found.get("form") or self._within
        if tag == "select":
            self._select = found.get("name", "")
        if tag == "option" and "selected" in found:
            self._add(owner, self._select, found.get("value", ""))
        if tag == "button":
            self.buttons.append((owner, found))
        if tag == "input" and self._counts(found):
            ticked = "on" if found.get("type") in TICKED else ""
            self._add(owner, found.get("name", ""), found.get("value", ticked))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._within = ""

    @staticmethod
    def _counts(found: dict[str, str]) -> bool:
        return found.get("type") not in TICKED or "checked" in found

    def _add(self, owner: str, name: str, value: str) -> None:
        self.forms.setdefault(owner, _Form()).fields.append((name, value))

    def press(self, **wanted: str) -> tuple[str, dict[str, list[str]]]:
        """Address and data of the first button with these attributes (`data_key="a"`)."""
        asked = {name.replace("_", "-"): value for name, value in wanted.items()}
        for owner, found in self.buttons:
            if all(value in found.get(name, "") and name in found for name, value in asked.items()):
                form = self.forms[owner]
                data: dict[str, list[str]] = {}
                for name, value in [*form.fields, (found.get("name", ""), found.get("value", ""))]:
                    if name:
                        data.setdefault(name, []).append(value)
                return found.get("formaction") or form.action, data
        raise AssertionError(f"no button with {asked}")
