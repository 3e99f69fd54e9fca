"""Tables of moving: absences, moves with what they carried, and people who change their office."""

from cases.moving.models.absences import Absence, AbsenceQuerySet
from cases.moving.models.moves import Move, MovedThing, MoveQuerySet
from cases.moving.models.offices import PersonMove

__all__ = ["Absence", "AbsenceQuerySet", "Move", "MoveQuerySet", "MovedThing", "PersonMove"]
