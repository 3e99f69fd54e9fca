"""The locked back door: rows whose history matters are written only inside a declared action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

P = ParamSpec("P")
R = TypeVar("R")
_depth: ContextVar[int] = ContextVar("action_depth", default=0)
_within_action: ContextVar[bool] = ContextVar("within_action", default=False)


class OutsideAction(RuntimeError):
    """Somebody tried to write a guarded row past the actions."""


@contextmanager
def writing() -> Iterator[None]:
    """Marks the current block as an action; test factories use it too."""
    token = _depth.set(_depth.get() + 1)
    try:
        yield
    finally:
        _depth.reset(token)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Declares one verb: atomic, and allowed to write guarded rows.

    A verb called by a verb fails together with it: it has no savepoint of its own (two queries less each).
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _within_action.set(True)
        nested = token.old_value is True
        try:
            with transaction.atomic(savepoint=not nested), writing():
                return function(*args, **kwargs)
        finally:
            _within_action.reset(token)

    return run


def _check(what: str) -> None:
    if _depth.get() == 0:
        raise OutsideAction(f"{what} outside an action")


class GuardedQuerySet(models.QuerySet[Any]):
    """Refuses the writes that would go past save()."""

    def update(self, **kwargs: Any) -> int:
        _check(f"{self.model.__name__} update")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        _check(f"{self.model.__name__} delete")
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        _check(f"{self.model.__name__} bulk_create")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        _check(f"{self.model.__name__} bulk_update")
        return super().bulk_update(objs, *args, **kwargs)


class Guarded(models.Model):
    """A row that only actions may write."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _check(f"{type(self).__name__} save")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _check(f"{type(self).__name__} delete")
        return super().delete(*args, **kwargs)
