"""Who acts: a user, a client holding her receipt, or the system itself. Every action takes one as `by`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from helpdesk.accounts.models import User


@dataclass(frozen=True)
class ByReceipt:
    """A client whose receipt is unlocked in this session."""

    client_id: UUID


@dataclass(frozen=True)
class System:
    """A scheduled job or an import."""

    job: str = "system"


SYSTEM = System()
Actor = User | ByReceipt | System
