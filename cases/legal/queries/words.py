"""Opening the words of a case; where their key is erased, the page stays and the words are empty."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models

from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal
from helpdesk.sealing.errors import KeyErased
from helpdesk.sealing.reasons import Reason


def words_of(
    things: Sequence[models.Model], fields: Sequence[str], *, by: User, subject: models.Model
) -> list[dict[str, str]]:
    """One dict for each thing, opened with one entry in the log for `subject`."""
    try:
        return reveal(things, fields, by=by, reason=Reason.LEGAL_CASE, subject=subject)
    except KeyErased:
        return [dict.fromkeys(fields, "") for _thing in things]
