"""Who is meant by a name that a client typed: by its sound, in any script, spelling and order of words."""

from __future__ import annotations

from cases.casefile.rules.names import is_meant
from helpdesk.accounts.models import User


def people_named(name: str) -> list[User]:
    """Colleagues whose name has all these words. Everybody is looked at, so that every name takes as long."""
    everybody = list(User.objects.only("id", "name").order_by("pk"))
    return [user for user in everybody if is_meant(name, user.name)]
