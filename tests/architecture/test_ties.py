"""Every tie between a person and a row is declared: work, which stays with nobody who left, or history."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from cases.moving.queries.strays import WORK
from cases.moving.rules.ties import HISTORY, OWN
from helpdesk.accounts.models import User


def ties() -> Iterator[str]:
    """Every field of every model that names a person."""
    for model in apps.get_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model is User:
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def test_every_tie_to_a_person_is_declared_as_work_as_history_or_as_her_own() -> None:
    found = set(ties())
    declared = [*WORK, *HISTORY, *OWN]
    assert len(declared) == len(set(declared)), "declared twice"
    assert found - set(declared) == set(), "say in cases/moving whether this is work (then hand it on)"
    assert set(declared) - found == set(), "declared, and no such field"


@pytest.mark.django_db
def test_of_each_tie_that_is_work_the_strays_are_asked() -> None:
    for name, rows in WORK.items():
        assert list(rows()) == [], name
        assert rows().model.__name__ == name.split(".")[1]
