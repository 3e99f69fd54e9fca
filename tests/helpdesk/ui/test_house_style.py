"""What must hold for every template and stylesheet of the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from helpdesk.ui.navigation import OWN_PLACES, PLACES

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "helpdesk/ui/static/ui"
TEMPLATES = sorted(
    path
    for part in ("helpdesk", "cases", "knowledge")
    for path in (ROOT / part).glob("**/templates/**/*.html")
)
# A block of JSON is data: no browser runs it, and the policy allows it.
SCRIPT = r"<script(?![^>]*\ssrc=)(?![^>]*\stype=\"application/json\")"
INLINE = re.compile(
    rf"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|{SCRIPT}|javascript:|hx-on|hx-vals=[\"']js:", re.IGNORECASE
)
FOREIGN_ADDRESS = re.compile(r"(src|href|action|poster|srcset)\s*=\s*[\"'](https?:)?//", re.IGNORECASE)


def test_no_template_has_anything_inline_or_from_elsewhere() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group().strip()}"
        for path in TEMPLATES
        for pattern in (INLINE, FOREIGN_ADDRESS)
        for found in pattern.finditer(path.read_text())
    ]
    assert wrong == []


def test_public_pages_have_no_htmx() -> None:
    for path in TEMPLATES:
        text = path.read_text()
        if 'extends "ui/public.html"' in text:
            assert "hx-" not in text, path


def test_every_icon_named_in_a_template_exists() -> None:
    names = {name for path in TEMPLATES for name in re.findall(r'\{% icon "([^"]+)"', path.read_text())}
    names |= {place.icon for place in (*PLACES, *OWN_PLACES)}
    missing = []
    for name in sorted(names):
        try:
            lucide(name)
        except IconDoesNotExist:
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize(
    ("name", "budget"), [("public.css", 20_000), ("desk.css", 40_000), ("public.js", 6_000)]
)
def test_each_file_keeps_its_budget(name: str, budget: int) -> None:
    assert (STATIC / name).stat().st_size <= budget


@pytest.mark.parametrize("name", ["public.css", "desk.css"])
def test_stylesheets_are_self_contained_and_know_no_left_and_right(name: str) -> None:
    text = (STATIC / name).read_text()
    assert "@import" not in text
    assert "url(" not in text
    sides = "left|right|top|bottom"
    physical = rf"\b(margin|padding|border|inset)-({sides})\b|(?<![-\w])({sides}|width|height)\s*:"
    assert re.findall(physical, re.sub(r"\([^)]*\)", "", text)) == []


def test_both_stylesheets_begin_with_the_same_tokens() -> None:
    parts = [(STATIC / name).read_text().split("body { font-size")[0] for name in ("public.css", "desk.css")]
    assert parts[0] == parts[1]


@pytest.mark.parametrize("name", ["public.js", "desk.js"])
def test_scripts_store_nothing_on_the_device(name: str) -> None:
    text = (STATIC / name).read_text()
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "serviceWorker", "eval("):
        assert word not in text


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS = [
    ("ink", ("paper", "sheet", "accent-wash", "glow", "danger-wash", "warn-wash", "ok-wash", "info-wash")),
    ("ink-soft", ("paper", "sheet", "accent-wash")),
    ("accent", ("paper", "sheet", "accent-wash")),
    ("accent-strong", ("paper", "sheet", "accent-wash")),
    ("danger", ("paper", "sheet", "danger-wash")),
    ("warn", ("sheet", "warn-wash")),
    ("ok", ("sheet", "ok-wash")),
    ("info", ("sheet", "info-wash")),
    ("on-accent", ("accent", "accent-strong")),
]
SHAPE_PAIRS = [("line-strong", ("paper", "sheet")), ("focus", ("paper", "sheet", "accent-wash"))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_the_contrast_of_wcag_aa(scheme: str) -> None:
    light, dark = (STATIC / "desk.css").read_text().split("@media (prefers-color-scheme: dark)")[:2]
    tokens = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", light))
    if scheme == "dark":
        tokens |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", dark.split("*, *::before")[0]))
    for pairs, least in ((TEXT_PAIRS, 4.5), (SHAPE_PAIRS, 3.0)):
        for front, backs in pairs:
            for back in backs:
                assert contrast(tokens[front], tokens[back]) >= least, (scheme, front, back)
