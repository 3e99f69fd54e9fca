"""Tags and filters that every template of both faces may use without loading."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

import nh3
from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from helpdesk import languages
from helpdesk.ui import charts, dates

register = template.Library()

# Colour, word and shape together: whoever cannot see one has the other two.
URGENCIES = {
    "emergency": ("danger", "siren"),
    "danger": ("danger", "siren"),
    "high": ("warn", "triangle-alert"),
    "normal": ("plain", "circle"),
    "low": ("plain", "chevron-down"),
}
TONE_ICONS = {
    "danger": "octagon-alert",
    "warn": "triangle-alert",
    "ok": "circle-check",
    "info": "info",
}


@lru_cache(maxsize=512)
def _icon(name: str, size: int) -> SafeString:
    try:
        svg = lucide(name, size=size, aria_hidden="true", focusable="false", **{"class": "icon"})
    except IconDoesNotExist:
        return mark_safe("")  # an icon is decoration: a page never falls over for want of one
    return SafeString(svg)


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A Lucide drawing, hidden from assistive technology: the word stands beside it."""
    return _icon(str(name), size) if name else mark_safe("")


@register.filter
def tone_icon(tone: str) -> str:
    """The shape that belongs to a tone."""
    return TONE_ICONS.get(str(tone), "info")


@register.filter
def urgency_tone(code: str) -> str:
    return URGENCIES.get(str(code), ("plain", ""))[0]


@register.filter
def urgency_icon(code: str) -> str:
    return URGENCIES.get(str(code), ("plain", "circle"))[1]


@register.filter
def when(moment: dt.datetime | dt.date | None) -> str:
    """For the desk: how long ago, and exactly when."""
    if not moment:
        return ""
    if not isinstance(moment, dt.datetime):
        return day(moment)
    return format_html(
        '<time datetime="{}" class="when">{} <span class="when__exact">{}</span></time>',
        dates.local(moment).isoformat(timespec="minutes"),
        dates.distance(moment),
        dates.clock(moment),
    )


@register.filter
def day(moment: dt.datetime | dt.date | None) -> str:
    """For everybody: the day in words."""
    if not moment:
        return ""
    date = dates.local(moment).date() if isinstance(moment, dt.datetime) else moment
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), dates.day(date))


@register.filter
def hour(moment: dt.datetime | None) -> str:
    """For clients: the day and the full hour, never the minute."""
    if not moment:
        return ""
    whole = dates.local(moment).replace(minute=0, second=0, microsecond=0)
    return format_html('<time datetime="{}">{}</time>', whole.isoformat(timespec="hours"), dates.hour(moment))


@register.filter
def clock(moment: dt.datetime | None) -> str:
    """For the desk: day and minute, without how long ago."""
    return dates.clock(moment) if moment else ""


@register.filter
def weekday(moment: dt.date) -> str:
    """The day of the week by its name."""
    return dates.weekday_names()[moment.weekday()]


@register.filter
def weekday_hour(moment: dt.datetime) -> str:
    """For clients: when an office opens, with the day of the week."""
    return dates.weekday_and_hour(moment)


@register.filter
def first_input(field: BoundField) -> str:
    """The id that a link from the error summary must lead to."""
    if field.field.widget.use_fieldset or not field.id_for_label:
        return f"{field.auto_id}_0"
    return field.id_for_label


@register.filter
def own_name(code: str) -> str:
    """A language's name in itself."""
    language = languages.BY_CODE.get(str(code))
    return language.own_name if language else str(code)


@register.simple_tag
def foreign(text: Any, lang: str) -> str:
    """A stretch of another language, so that it is read aloud and hyphenated rightly."""
    return format_html('<span lang="{}" dir="auto">{}</span>', lang, text)


@register.inclusion_tag("ui/components/_bar_chart.html")
def bar_chart(chart: charts.Chart) -> dict[str, Any]:
    return {"chart": chart, "plot": charts.bar_geometry(chart)}


@register.inclusion_tag("ui/components/_bar_chart.html")
def pyramid_chart(chart: charts.Chart) -> dict[str, Any]:
    return {"chart": chart, "plot": charts.pyramid_geometry(chart)}


@register.inclusion_tag("ui/components/_line_chart.html")
def line_chart(chart: charts.Chart) -> dict[str, Any]:
    return {"chart": chart, "plot": charts.line_geometry(chart)}


@register.filter
def rendered(html: object) -> SafeString:
    """Text that was rendered to HTML; cleaned here once more, so that no page can pass on anything else."""
    return mark_safe(nh3.clean(str(html), tags=nh3.ALLOWED_TAGS - {"img"}))  # noqa: S308 - cleaned right here


@register.filter
def drawing(svg: object) -> SafeString:
    """A drawing that a package made on the server, such as the square code for an app."""
    text = str(svg)
    if not text.lstrip().startswith("<svg") or "<script" in text.lower():
        return mark_safe("")
    return mark_safe(text)  # noqa: S308 - our own server's drawing


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)
