"""Every address of both faces. Which of them a process serves is decided at its door (middleware).

A room with pages on both faces keeps one namespace: its public paths stand behind the language prefix, its
desk paths under /desk/. Both kinds of process know all names, so that a link can be written anywhere; the
public process still refuses every desk address and holds no key that could open anything there.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

from cases.urls import ROOMS
from helpdesk.audit import urls as audit
from helpdesk.team import urls as team
from helpdesk.ui import urls as ui
from knowledge.urls import api_urlpatterns, home_urlpatterns
from knowledge.urls import desk_urlpatterns as knowledge_desk
from knowledge.urls import public_urlpatterns as knowledge_public


def behind_language(paths: list[Any]) -> URLResolver:
    """Puts paths behind /be/, /ru/ …; like i18n_patterns, which refuses to stand inside a namespace."""
    return URLResolver(LocalePrefixPattern(prefix_default_language=True), paths)


def room(name: str, public: list[URLPattern], desk: list[URLPattern]) -> URLResolver:
    """Both sides of one room under one namespace."""
    sides: list[Any] = [URLResolver(RoutePattern("desk/"), desk)] if desk else []
    if public:
        sides.append(behind_language(public))
    return URLResolver(RoutePattern(""), sides, app_name=name, namespace=name)


urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", include(team.root_urlpatterns)),
    path("desk/", include((team.desk_urlpatterns, "team"))),
    path("desk/", include((audit.desk_urlpatterns, "audit"))),
    path("desk/", include(team.account_urlpatterns)),
    *(room(*each) for each in ROOMS),
    room("knowledge", knowledge_public, knowledge_desk),
    path("api/", include(api_urlpatterns)),
    behind_language(home_urlpatterns),
    behind_language(ui.public_urlpatterns),
]
if settings.DEBUG:
    urlpatterns.append(path("desk/", include(ui.desk_urlpatterns)))

handler400 = "helpdesk.ui.views.bad_request"
handler403 = "helpdesk.ui.views.forbidden"
handler404 = "helpdesk.ui.views.not_found"
handler500 = "helpdesk.ui.views.server_error"
