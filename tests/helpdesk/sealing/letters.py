"""Two small sealed models in a registry of their own, for tests that need rows of something."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import connection, models
from django.test.utils import isolate_apps

from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

with isolate_apps("helpdesk.sealing"):

    class Folder(models.Model):
        """Owns the data key of the letters in it."""

        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        data_key = models.ForeignKey(
            DataKey, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, null=True
        )
        title = SealedField(key="data_key")

        objects: ClassVar[models.Manager[Any]] = models.Manager()

        class Meta:
            app_label = "sealing"

        def __str__(self) -> str:
            return str(self.pk)

    class Letter(models.Model):
        """Sealed under the key of its folder."""

        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="+", db_constraint=False)
        body = SealedField(key="folder.data_key")
        sender = SealedField(key="folder.data_key")

        objects: ClassVar[models.Manager[Any]] = models.Manager()

        class Meta:
            app_label = "sealing"

        def __str__(self) -> str:
            return str(self.pk)


@contextmanager
def letter_tables() -> Iterator[None]:
    """The tables exist inside the block."""
    with connection.schema_editor() as editor:
        editor.create_model(Folder)
        editor.create_model(Letter)
    yield
    if connection.in_atomic_block:
        return  # the test's own rollback takes them away
    with connection.schema_editor() as editor:
        editor.delete_model(Letter)
        editor.delete_model(Folder)


def database_url() -> str:
    """The test database, for a process of its own."""
    at = connection.settings_dict
    if at["HOST"].startswith("/"):
        return f"postgres://{at['USER']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"
    return f"postgres://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
