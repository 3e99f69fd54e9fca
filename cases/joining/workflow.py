"""The words of an application and its table of steps. Pure."""

from __future__ import annotations

from enum import StrEnum


class ApplicationState(StrEnum):
    NEW = "new"
    TALKING = "talking"  # a day for a talk is set
    WELCOME = "welcome"  # waits for the invitation
    INVITED = "invited"  # has an account
    DECLINED = "declined"


class Source(StrEnum):
    WEB = "web"
    LIST = "list"  # a line of an old list
    DESK = "desk"  # a file opened for somebody who was here before


APPLICATION_TRANSITIONS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.NEW: frozenset(
        {ApplicationState.TALKING, ApplicationState.WELCOME, ApplicationState.DECLINED}
    ),
    ApplicationState.TALKING: frozenset({ApplicationState.WELCOME, ApplicationState.DECLINED}),
    ApplicationState.WELCOME: frozenset({ApplicationState.INVITED, ApplicationState.DECLINED}),
    ApplicationState.INVITED: frozenset(),
    ApplicationState.DECLINED: frozenset(),
}
OPEN_STATES = frozenset({ApplicationState.NEW, ApplicationState.TALKING, ApplicationState.WELCOME})
