"""Somebody stands in for the lawyer of a case up to a day: in the case, and with access to its members."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from cases.legal.actions.grants import end_stand_in
from cases.legal.models import CaseGrant, LegalCase, Membership
from cases.legal.workflow import WhyGranted
from cases.requests.workflow import SEALED_OFF
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record


def let_stand_in(legal_case: LegalCase, deputy: User, *, until: date, by: Actor) -> None:
    """Inside an action that holds the case and asked who may: the access ends by itself with that day.

    Of what is sealed off she gets none: she hears of its days, and somebody lets her in by name.
    """
    end_stand_in(legal_case, legal_case.deputy_id, by=by)
    legal_case.deputy, legal_case.away_until = deputy, until
    legal_case.save(update_fields=["deputy", "away_until"])
    end_stand_in(legal_case, deputy.pk, by=by)
    has_one = CaseGrant.objects.live().filter(legal_case=legal_case, user=deputy).exists()
    if not has_one and not _is_sealed(legal_case):
        CaseGrant(
            legal_case=legal_case,
            user=deputy,
            why=WhyGranted.STAND_IN.value,
            until=until,
            given_by=by if isinstance(by, User) else None,
            given_at=timezone.now(),
        ).save(force_insert=True)
    record("case_group.deputy", legal_case, by=by)


def _is_sealed(legal_case: LegalCase) -> bool:
    """The case, or somebody in it: a grant would open all of it."""
    present = Membership.objects.filter(legal_case=legal_case, left_at=None)
    return legal_case.is_sealed or present.filter(help_request__sensitivity__gte=SEALED_OFF).exists()


def note_away(legal_case: LegalCase, *, until: date, by: Actor) -> None:
    """Nobody stands in, so the desk hears in the lawyer's place. Inside an action that holds the case."""
    end_stand_in(legal_case, legal_case.deputy_id, by=by)
    legal_case.deputy, legal_case.away_until = None, until
    legal_case.save(update_fields=["deputy", "away_until"])
    record("case_group.away", legal_case, by=by)


def let_stand_down(legal_case: LegalCase, *, by: Actor) -> None:
    """The lawyer is back: a deputy knows nothing of the case any more. Inside an action that holds it."""
    end_stand_in(legal_case, legal_case.deputy_id, by=by)
    legal_case.deputy, legal_case.away_until = None, None
    legal_case.save(update_fields=["deputy", "away_until"])
    record("case_group.deputy", legal_case, by=by)
