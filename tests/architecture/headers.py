"""The headers of safety.md 2 that every answer carries, and what may not stand inline in a page."""

from __future__ import annotations

import re

from django.http import HttpResponse

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# What was sent to us is served as a download that may do nothing at all.
SERVED = {"files:page", "files:copy"}
SANDBOX = {"default-src": "'none'", "sandbox": "", "frame-ancestors": "'none'"}
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# What everybody may read may be kept: home, knowledge and the directory, never an answer with a cookie.
KEPT = {"home", "knowledge:topic", "knowledge:article", "knowledge:directory"} | {
    "api_search",
    "api_article",
    "api_schema",
}
INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style|\sstyle=|\son[a-z]+=|javascript:|src=\"data:"
    rb"|(?:src|srcset|action)=\"(?:https?:)?//|<(?:link|iframe|object|embed|base)\b[^>]*(?:href|src)=\"(?:https?:)?//",
    re.IGNORECASE,
)


def policy_of(response: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts if name}


def complaints(response: HttpResponse, name: str) -> list[str]:
    found = [
        f"{key}: {response.headers.get(key)}"
        for key, value in EXACT.items()
        if response.headers.get(key) != value
    ]
    is_served = name in SERVED and "Content-Disposition" in response.headers
    if policy_of(response) != (SANDBOX if is_served else POLICY):
        found.append(response["Content-Security-Policy"])
    found += [key for key in ("Server", "X-Powered-By") if key in response.headers]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        found.append("no Permissions-Policy")
    kept = response.headers.get("Cache-Control") != "no-store"
    if kept and (name not in KEPT or response.cookies or response.status_code != 200):
        found.append(f"kept: {response.headers.get('Cache-Control')}")
    found += [f"inline: {hit.decode()}" for hit in INLINE.findall(response.content)]
    return found
