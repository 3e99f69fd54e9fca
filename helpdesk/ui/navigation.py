"""Where a person at the desk can go: one table, filtered by what she may do and by what exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from helpdesk.accounts.roles import Permission


@dataclass(frozen=True)
class Place:
    """One line of the navigation; `any_of` empty means everyone at the desk."""

    url_name: str
    label: str | Promise
    icon: str
    any_of: tuple[Permission, ...] = ()
    key: str = ""  # pressed after "g"


PLACES: tuple[Place, ...] = (
    Place("triage:queue", pgettext_lazy("navigation", "Queue"), "inbox", (Permission.SEE_QUEUE,), "q"),
    Place(
        "doors:log_call",
        pgettext_lazy("navigation", "Log a call"),
        "phone",
        (Permission.CREATE_REQUEST,),
        "n",
    ),
    Place(
        "doors:hand_overs",
        pgettext_lazy("navigation", "Hand-overs"),
        "user-plus",
        (Permission.INVITE_PARTNER,),
        "y",
    ),
    Place("duty:rota", pgettext_lazy("navigation", "Duty"), "siren", (Permission.SEE_DUTY,), "s"),
    Place(
        "returning:ring_backs",
        pgettext_lazy("navigation", "Ring back"),
        "phone-call",
        (Permission.RING_BACK,),
        "r",
    ),
    Place("triage:groups", pgettext_lazy("navigation", "Proposed groups"), "group", (Permission.GROUP,)),
    Place("legal:list", pgettext_lazy("navigation", "Legal cases"), "scale", (Permission.SEE_CASES,), "c"),
    Place(
        "legal:access",
        pgettext_lazy("navigation", "Access and seals"),
        "lock-keyhole",
        (Permission.RUN_CASES, Permission.ASSIGN),
    ),
    Place(
        "answers:recalls",
        pgettext_lazy("navigation", "Changed advice"),
        "refresh-cw",
        (Permission.ANSWER, Permission.RECALL_ADVICE),
        "e",
    ),
    Place(
        "answers:canned_list",
        pgettext_lazy("navigation", "Canned replies"),
        "file-text",
        (Permission.EDIT_CANNED,),
    ),
    Place(
        "referrals:list",
        pgettext_lazy("navigation", "Referrals"),
        "send",
        (Permission.REFER, Permission.OVERRIDE_CONSENT),
        "f",
    ),
    Place(
        "referrals:partners",
        pgettext_lazy("navigation", "Partners"),
        "handshake",
        (Permission.EDIT_PARTNERS,),
        "t",
    ),
    Place(
        "volunteering:board",
        pgettext_lazy("navigation", "Task board"),
        "layout-list",
        (Permission.SEE_BOARD,),
        "b",
    ),
    Place(
        "joining:people",
        pgettext_lazy("navigation", "Volunteers"),
        "hand-heart",
        (Permission.APPROVE_CLAIM,),
        "v",
    ),
    Place(
        "joining:applications",
        pgettext_lazy("navigation", "Applications"),
        "user-check",
        (Permission.VET_VOLUNTEERS,),
        "i",
    ),
    Place(
        "mentoring:list",
        pgettext_lazy("navigation", "Households"),
        "house",
        (Permission.MENTOR, Permission.MANAGE_MENTORSHIPS),
        "h",
    ),
    Place(
        "knowledge:edit_list",
        pgettext_lazy("navigation", "Articles"),
        "book-open",
        (Permission.EDIT_ARTICLES, Permission.PUBLISH_ARTICLES),
        "a",
    ),
    Place(
        "knowledge:worklists",
        pgettext_lazy("navigation", "Work on articles"),
        "list-checks",
        (Permission.EDIT_ARTICLES, Permission.PUBLISH_ARTICLES),
        "m",
    ),
    Place(
        "knowledge:services",
        pgettext_lazy("navigation", "Directory"),
        "map-pin",
        (Permission.EDIT_SERVICES,),
        "d",
    ),
    Place(
        "knowledge:glossary",
        pgettext_lazy("navigation", "Glossary"),
        "languages",
        (Permission.EDIT_GLOSSARY,),
        "y",
    ),
    Place(
        "alarms:monday", pgettext_lazy("navigation", "Monday"), "calendar-check", (Permission.SEE_WORKLOAD,)
    ),
    Place(
        "workload:dashboard",
        pgettext_lazy("navigation", "Workload"),
        "chart-column",
        (Permission.SEE_WORKLOAD,),
        "w",
    ),
    Place(
        "reports:list",
        pgettext_lazy("navigation", "Reports"),
        "file-chart-column",
        (Permission.SEE_REPORTS,),
    ),
    Place(
        "lists:all",
        pgettext_lazy("navigation", "Lists that leave"),
        "file-output",
        (Permission.EXPORT_LIST,),
    ),
    Place("funding:list", pgettext_lazy("navigation", "Grants"), "banknote", (Permission.EDIT_FUNDERS,)),
    Place(
        "waiting:pauses",
        pgettext_lazy("navigation", "Paused topics"),
        "circle-pause",
        (Permission.PAUSE_TOPIC,),
        "u",
    ),
    Place(
        "moving:list",
        pgettext_lazy("navigation", "Move work"),
        "arrow-left-right",
        (Permission.MOVE_WORK,),
        "o",
    ),
    Place("workload:mine", pgettext_lazy("navigation", "My load"), "weight", (Permission.ANSWER,)),
    Place("rest:office", pgettext_lazy("navigation", "Rest"), "moon", (Permission.SEE_WORKLOAD,)),
    Place("moving:offices", pgettext_lazy("navigation", "Offices"), "building-2", (Permission.EDIT_OFFICES,)),
    Place(
        "retention:coming", pgettext_lazy("navigation", "Forgetting"), "eraser", (Permission.HOLD_ERASURE,)
    ),
    Place("team:panic", pgettext_lazy("navigation", "Panic"), "shield-alert", (Permission.LOCK_DOWN,)),
    Place("team:people", pgettext_lazy("navigation", "People"), "users", (Permission.LIST_USERS,), "p"),
    Place("team:health", pgettext_lazy("navigation", "Health"), "activity", (Permission.SEE_HEALTH,)),
    Place(
        "audit:log",
        pgettext_lazy("navigation", "Access log"),
        "scroll-text",
        (Permission.READ_ACCESS_LOG,),
        "l",
    ),
    Place(
        "watching:digest",
        pgettext_lazy("navigation", "The auditor's week"),
        "eye",
        (Permission.READ_ACCESS_LOG,),
    ),
    Place(
        "retention:certificates",
        pgettext_lazy("navigation", "Certificates"),
        "file-badge",
        (Permission.READ_CERTIFICATES,),
    ),
)
OWN_PLACES: tuple[Place, ...] = (
    Place(
        "volunteering:me",
        pgettext_lazy("navigation", "My time and breaks"),
        "coffee",
        (Permission.CLAIM_TASK, Permission.MENTOR),
    ),
    Place(
        "moving:absences",
        pgettext_lazy("navigation", "My absences"),
        "calendar-off",
        (Permission.SEE_QUEUE, Permission.EDIT_ARTICLES),
    ),
    Place("rest:mine", pgettext_lazy("navigation", "My rest"), "moon"),
    Place(
        "joining:terms",
        pgettext_lazy("navigation", "Terms and my year"),
        "file-check",
        (Permission.CLAIM_TASK,),
    ),
    Place("team:me", pgettext_lazy("navigation", "My account and language"), "user"),
    Place("mfa_index", pgettext_lazy("navigation", "Second factor"), "key-round"),
)


def places_for(user: Any, current_path: str, places: Iterable[Place]) -> list[dict[str, Any]]:
    """The lines this user may follow, the current one marked; pages that do not exist here are left out."""
    found = []
    for place in places:
        if place.any_of and not user.can(*place.any_of):
            continue
        try:
            url = reverse(place.url_name)
        except NoReverseMatch:
            continue
        found.append(
            {
                "url": url,
                "label": place.label,
                "icon": place.icon,
                "key": place.key,
                "is_current": current_path.startswith(url),
            }
        )
    return found
