"""Models: indexed in one place, keyed by class, and every field says how private it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

import cases.models
import knowledge.models
from helpdesk.sealing.fields import SealedField
from tests.architecture import house

OURS = {"accounts", "audit", "sealing", "messaging", "team", "knowledge", "cases"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
WORDS = {"sealed", "personal", "plain"}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def test_the_house_has_models() -> None:
    assert len(our_models()) > 20


@pytest.mark.parametrize("index", [cases.models, knowledge.models], ids=["cases", "knowledge"])
def test_every_model_stands_in_the_index_of_its_house(index: object) -> None:
    label = getattr(index, "__name__", "").partition(".")[0]
    written = {model.__name__ for model in our_models() if model._meta.app_label == label}
    listed = {name for name in dir(index) if name in written}
    assert written - listed == set()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_field_says_how_private_it_is(model: type[models.Model]) -> None:
    fields = {field.name: field for field in model._meta.concrete_fields} | {
        field.name: field for field in model._meta.local_many_to_many
    }
    declared: dict[str, str] = getattr(model, "privacy", {})
    # modeltranslation adds name_be, name_ru ...: they are as private as the field they translate.
    translated = {name for name, field in fields.items() if hasattr(field, "translated_field")}
    assert set(fields) - translated - set(declared) == set(), "fields without a word on their privacy"
    assert set(declared) - set(fields) == set(), "words about fields that do not exist"
    assert set(declared.values()) <= WORDS
    sealed = {name for name, field in fields.items() if isinstance(field, SealedField)}
    assert sealed <= {name for name, word in declared.items() if word == "sealed"}


def _string_keys() -> Iterator[str]:
    for path in house.house_files():
        if path.parent.name == "migrations":
            continue
        for node in ast.walk(house.tree(path)):
            if not isinstance(node, ast.Call) or _called(node) not in RELATIONS:
                continue
            target = (
                node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "to"), None)
            )
            if isinstance(target, ast.Constant) and target.value != "self":
                yield f"{house.name(path)}:{node.lineno}"


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_foreign_keys_name_the_class() -> None:
    assert list(_string_keys()) == []
