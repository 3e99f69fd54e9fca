"""SealedField, a column that holds ciphertext only, and Sealed, what a model hands out instead of text."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core import checks
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from helpdesk.sealing.models import DataKey

DOTS = "•••"


class Sealed:
    """An opaque value: prints dots, is true when there is something inside, opens only through `reveal`."""

    __slots__ = ("_token",)
    _token: bytes

    def __init__(self, token: bytes = b"") -> None:
        object.__setattr__(self, "_token", bytes(token))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("A sealed value cannot be changed.")

    def __str__(self) -> str:
        return DOTS

    def __repr__(self) -> str:
        return f"<Sealed {DOTS}>"

    def __format__(self, spec: str) -> str:
        return DOTS

    def __bool__(self) -> bool:
        return bool(self._token)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self._token == other._token

    def __hash__(self) -> int:
        return hash(self._token)

    def __copy__(self) -> Sealed:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Sealed:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("A sealed value is not pickled.")

    @property
    def ciphertext(self) -> bytes:
        """The bytes as they stand in the database."""
        return self._token


class SealedAttribute(DeferredAttribute):
    """The attribute on a model: takes Sealed (or None for nothing), refuses plaintext at once."""

    def __set__(self, instance: models.Model, value: object) -> None:
        if value is None:
            value = Sealed()
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.field} takes no plaintext; use helpdesk.sealing.actions.seal().")
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Text sealed under the DataKey found along `key`, an attribute path such as "help_request.inbox_key"."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        self.key = key
        kwargs["blank"] = True
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    @property
    def label(self) -> str:
        """The name that ciphertext is bound to; renaming the model or the field needs a re-seal."""
        return f"{self.model._meta.label}.{self.name}"

    @property
    def lookup_path(self) -> str:
        return self.key.replace(".", "__")

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("blank", None)
        return name, path, args, {**kwargs, "key": self.key}

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_pk(), *self._check_key()]

    def get_default(self) -> Sealed:
        return Sealed()

    def from_db_value(self, value: Any, expression: object, connection: object) -> Sealed:
        return Sealed(value or b"")

    def to_python(self, value: Any) -> Sealed:
        if value is None or isinstance(value, Sealed):
            return value or Sealed()
        raise TypeError(f"{self} takes no plaintext.")

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None if self.null else b""
        if value == b"":  # the schema editor fills a new column with it
            return b""
        if not isinstance(value, Sealed):
            raise TypeError(f"{self} takes no plaintext; use helpdesk.sealing.actions.seal().")
        return value.ciphertext

    def value_to_string(self, obj: models.Model) -> str:
        return DOTS

    def get_lookup(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self} is sealed; nobody can filter by it.")

    def get_transform(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self} is sealed; nobody can filter by it.")

    def _check_pk(self) -> list[checks.CheckMessage]:
        pk = self.model._meta.pk
        if isinstance(pk, models.UUIDField) and pk.has_default():
            return []
        if isinstance(pk, models.OneToOneField):  # the id of the row that this row belongs to
            return []
        return [
            checks.Error(
                "A model with sealed fields needs a UUID primary key with a default.",
                obj=self,
                id="sealing.E001",
            )
        ]

    def _check_key(self) -> list[checks.CheckMessage]:
        model: Any = self.model
        try:
            for step in self.key.split("."):
                relation = model._meta.get_field(step)
                model = relation.related_model
        except (FieldDoesNotExist, AttributeError):
            model = None
        if isinstance(model, type) and issubclass(model, DataKey):
            if relation.remote_field.on_delete is not models.CASCADE:
                return []
            hint = "SET_NULL lets a key be erased while its rows stay."
            return [
                checks.Error("Erasing a key must not delete rows.", hint=hint, obj=self, id="sealing.E003")
            ]
        return [
            checks.Error(f"The path {self.key!r} does not lead to a DataKey.", obj=self, id="sealing.E002")
        ]
