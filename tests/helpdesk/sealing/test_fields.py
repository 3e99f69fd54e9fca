"""A sealed value shows nothing, and plaintext has no way into a sealed column."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import FieldError
from django.db import models
from django.template import Context, Template
from django.test.utils import isolate_apps

from helpdesk.sealing.actions import new_data_key, seal
from helpdesk.sealing.fields import DOTS, Sealed, SealedField
from helpdesk.sealing.models import DataKey
from tests.helpdesk.sealing.letters import Folder, Letter

SECRET = "Her name is Volha"


@pytest.fixture
def letter(folder: Folder) -> Letter:
    letter = Letter(folder=folder)
    seal(letter, body=SECRET)
    letter.save()
    saved: Letter = Letter.objects.get()
    return saved


def test_a_sealed_value_prints_dots(letter: Letter) -> None:
    shown = [str(letter.body), repr(letter.body), f"{letter.body}", "%s" % letter.body]  # noqa: UP031
    shown.append(Template("{{ value }}").render(Context({"value": letter.body})))
    assert all(DOTS in text and "Volha" not in text for text in shown)


def test_a_sealed_value_is_true_when_something_is_inside(letter: Letter) -> None:
    assert letter.body
    assert not letter.sender


def test_plaintext_is_refused_where_it_is_assigned(folder: Folder, letter: Letter) -> None:
    with pytest.raises(TypeError):
        Letter(folder=folder, body=SECRET)
    with pytest.raises(TypeError):
        letter.body = SECRET
    with pytest.raises(TypeError):
        letter.body = SECRET.encode()
    with pytest.raises(TypeError):
        Letter.objects.create(folder=folder, body=SECRET)


def test_plaintext_is_refused_by_update_and_past_the_attribute(letter: Letter) -> None:
    with pytest.raises(TypeError):
        Letter.objects.update(body=SECRET)
    letter.__dict__["body"] = SECRET
    with pytest.raises(TypeError):
        letter.save()
    with pytest.raises(TypeError):
        Letter.objects.bulk_update([letter], ["body"])


def test_an_update_to_nothing_empties_the_column(letter: Letter) -> None:
    Letter.objects.update(body=Sealed())
    letter.refresh_from_db()
    assert not letter.body


@pytest.mark.parametrize("lookup", ["body", "body__exact", "body__contains", "body__isnull", "body__in"])
def test_nobody_filters_by_a_sealed_value(letters: None, lookup: str) -> None:
    with pytest.raises(FieldError):
        Letter.objects.filter(**{lookup: b"x"}).exists()


def test_a_sealed_value_is_not_pickled_nor_written_as_json(letter: Letter) -> None:
    for thing in (letter.body, letter):
        with pytest.raises(TypeError):
            pickle.dumps(thing)
    with pytest.raises(TypeError):
        json.dumps(letter.body)


def test_a_sealed_value_may_be_copied_but_not_changed(letter: Letter) -> None:
    assert copy.deepcopy(letter.body) == letter.body
    with pytest.raises(AttributeError):
        letter.body._token = b"x"


def test_values_and_deferred_reading_give_sealed_values_too(letter: Letter) -> None:
    assert isinstance(Letter.objects.values_list("body", flat=True).get(), Sealed)
    assert isinstance(Letter.objects.defer("body").get().body, Sealed)


def test_what_is_in_the_database_is_not_the_text(letter: Letter) -> None:
    assert SECRET.encode() not in letter.body.ciphertext
    assert letter.body.ciphertext[1:17] == letter.folder.data_key.pk.bytes


def test_a_data_key_is_pickled_without_its_secret(db: None) -> None:
    data_key = new_data_key("desk")
    assert data_key.opened is not None
    assert data_key.opened not in pickle.dumps(data_key)
    assert pickle.loads(pickle.dumps(data_key)).opened is None
    assert copy.copy(data_key).opened is None


def test_a_model_that_could_not_open_its_fields_is_refused_by_the_checks() -> None:
    with isolate_apps("helpdesk.sealing"):

        class Wrong(models.Model):
            key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, null=True, related_name="+")
            strict = models.ForeignKey(DataKey, on_delete=models.CASCADE, related_name="+")
            good = SealedField(key="key")
            lost = SealedField(key="key.nowhere")
            rash = SealedField(key="strict")

            class Meta:
                app_label = "sealing"

            def __str__(self) -> str:
                return ""

        fields: list[Any] = [Wrong._meta.get_field(name) for name in ("good", "lost", "rash")]
        found = [problem.id for field in fields for problem in field.check()]
    assert found == ["sealing.E001", "sealing.E001", "sealing.E002", "sealing.E001", "sealing.E003"]


def test_the_field_survives_a_migration(letters: None) -> None:
    _name, path, args, kwargs = Letter._meta.get_field("body").deconstruct()
    assert path == "helpdesk.sealing.fields.SealedField"
    assert SealedField(*args, **kwargs).key == "folder.data_key"


def test_the_pk_is_known_before_the_row_is_saved(folder: Folder) -> None:
    assert isinstance(Letter(folder=folder).pk, UUID)
