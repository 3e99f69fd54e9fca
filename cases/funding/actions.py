"""Keeping a grant: its dates, and what was promised for it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.funding.models import Funder, Target
from cases.funding.permissions import can_edit
from cases.funding.rules import Measure
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def keep_funder(*, funder: Funder, targets: Mapping[Measure, int | None], by: User) -> Funder:
    """A new grant, or new terms of an old one; a target without a number is no target.

    NotNow when it would end before it begins.
    """
    if not can_edit(by, funder):
        raise Refused
    if funder.ends_on < funder.starts_on:
        raise NotNow(_("The grant cannot end before it begins."))
    funder.save()
    wanted = {what.value: number for what, number in targets.items() if number}
    Target.objects.filter(funder=funder).exclude(what__in=wanted).delete()
    rows = [Target(funder=funder, what=what, number=number) for what, number in sorted(wanted.items())]
    Target.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["funder", "what"], update_fields=["number"]
    )
    record("funder.edit", funder, by=by, fields=["starts_on", "ends_on", "targets"])
    return funder
