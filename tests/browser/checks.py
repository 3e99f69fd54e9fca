"""What is asked of every page: it fits, its targets are large, the way out comes first, axe finds nothing."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# A link inside a sentence may be as high as its line (WCAG 2.5.8); a box may be small in a large label.
SMALL = """e => {
  const seen = t => t.getClientRects().length && getComputedStyle(t).visibility !== 'hidden'
    && !t.matches('.visually-hidden, .skip, [tabindex="-1"]');
  const said = t => t.textContent.replace(/\\s+/g, ' ').trim().length;
  const inSentence = t => t.matches('a') && getComputedStyle(t).display === 'inline'
    && said(t.parentElement) > said(t);
  const high = t => Math.max(t.getBoundingClientRect().height,
    t.labels && t.labels.length ? t.labels[0].getBoundingClientRect().height : 0);
  return [...e.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(t => seen(t) && !inSentence(t) && high(t) < 43.9)
    .map(t => `${Math.round(high(t))} px: ${t.outerHTML.slice(0, 120)}`);
}"""
FIRST = """e => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  return e.querySelector(all).getAttribute('href');
}"""
WIDE = """e => e.scrollWidth <= e.clientWidth ? [] : [...e.querySelectorAll('body *')]
  .filter(t => t.getBoundingClientRect().right > e.clientWidth + 0.5
    && !t.closest('.table-wrap, nav, .visually-hidden, .skip'))
  .map(t => t.outerHTML.slice(0, 120)).slice(0, 3).concat([`${e.scrollWidth} px`])"""
# Words that somebody cannot read to their end: clipped by their box, or longer than the field they stand in.
CUT = """e => {
  const pen = document.createElement('canvas').getContext('2d');
  const hidden = t => !t.getClientRects().length
    || t.closest('.visually-hidden, .skip, svg, select, textarea');
  const long = (t, words, less) => {
    const style = getComputedStyle(t);
    pen.font = style.font;
    const room = t.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return words && pen.measureText(words).width > room - less + 1;
  };
  const fields = [...e.querySelectorAll('input, select')].filter(t => t.getClientRects().length
    && (t.matches('select') ? t.selectedIndex >= 0 && long(t, t.options[t.selectedIndex].text, 18)
      : !t.value && long(t, t.placeholder, 0)));
  const boxOf = t => { while (getComputedStyle(t).display === 'inline') t = t.parentElement; return t; };
  const clips = (box, line) => {
    for (let t = box; t !== e; t = t.parentElement) {
      const style = getComputedStyle(t), edge = t.getBoundingClientRect();
      if (/hidden|clip/.test(style.overflow)
        && (line.right > edge.right + 1 || line.bottom > edge.bottom + 2)) return true;
      if (/auto|scroll/.test(style.overflowX)) return false;
    }
    return false;
  };
  const words = [], range = document.createRange();
  const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.data.trim() || hidden(text.parentElement)) continue;
    const box = boxOf(text.parentElement), edge = box.getBoundingClientRect();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) {
      if (line.right > edge.right + 1 || line.left < edge.left - 1 || clips(box, line)) {
        words.push(text.parentElement);
        break;
      }
    }
  }
  return [...fields, ...words].map(t => `cut: ${t.outerHTML.slice(0, 160)}`).slice(0, 4);
}"""
NAMELESS = """e => [...e.querySelectorAll('a[href], button, summary')]
  .filter(t => t.getClientRects().length && !t.textContent.trim() && !t.getAttribute('aria-label'))
  .map(t => `no word: ${t.outerHTML.slice(0, 120)}`)"""
# Makes the browser say in its console what a policy would stop.
LISTEN = """addEventListener('securitypolicyviolation',
  e => console.error('Content Security Policy', e.violatedDirective, e.blockedURI))"""
# Whatever does not depend on colours is read once; the other scheme is read for contrast only.
AXE = Axe().axe_script
WHOLE = {"resultTypes": ["violations"]}
CONTRAST = WHOLE | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def too_wide(page: Page, *widths: int) -> list[str]:
    """What sticks out sideways at these widths."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"at {width}: {what}" for what in page.locator("html").evaluate(WIDE)]
    return found


def cut_off(page: Page) -> list[str]:
    """Words that end at an edge instead of at their end, at the width of now."""
    found: list[str] = page.locator("body").evaluate(CUT)
    return found


def at_widths(page: Page, *widths: int, targets: bool) -> list[str]:
    """All that is wrong with the page at each width, without loading it again."""
    found = []
    for width in widths:
        beside = too_wide(page, width)
        found += beside + [f"at {width}: {what}" for what in cut_off(page)]
        if targets:
            found += [f"at {width}: {what}" for what in too_small(page)]
    return found


def too_small(page: Page) -> list[str]:
    """Targets on a public page that are less than 44 px high."""
    found: list[str] = page.locator("body").evaluate(SMALL)
    return found


def way_out_first(page: Page) -> list[str]:
    first = str(page.locator("body").evaluate(FIRST))
    return [] if first.endswith("/exit/") else [f"the first stop is {first}"]


def nameless(page: Page) -> list[str]:
    """What can be pressed and says nothing, where pictures are blocked."""
    found: list[str] = page.locator("body").evaluate(NAMELESS)
    return found


def axe(page: Page) -> list[str]:
    """What axe finds in light, and what is hard to read in dark; the page needs script."""
    found = []
    page.evaluate(AXE)
    for scheme, options in (("light", WHOLE), ("dark", CONTRAST)):
        # A colour that still fades would be read half way.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        answer = page.evaluate("options => axe.run(document, options)", options)
        for broken in answer["violations"]:
            where = "; ".join(node["html"][:120] for node in broken["nodes"][:2])
            found.append(f"{scheme} {broken['id']}: {where}")
    page.emulate_media(color_scheme="light")
    return found
