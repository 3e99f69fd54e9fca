"""Files that people sent, sealed in pieces beside the request they belong to."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.files.workflow import FileKind, FileState, Part, Trouble
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField

STATE_CHOICES = [
    (FileState.QUARANTINED.value, pgettext_lazy("status", "being checked")),
    (FileState.CLEAN.value, pgettext_lazy("status", "ready")),
    (FileState.REFUSED.value, pgettext_lazy("status", "not taken")),
]
KIND_CHOICES = [(kind.value, kind.name) for kind in FileKind]
TROUBLE_CHOICES = [
    (Trouble.KIND.value, _("It is not a picture (JPEG, PNG, WebP) or a PDF. Take a photo of the paper.")),
    (Trouble.BROKEN.value, _("The file is damaged or not complete. Save it again or take a new photo.")),
    (Trouble.PIXELS.value, _("The picture is too large. Take a photo with fewer pixels.")),
    (Trouble.PAGES.value, _("The PDF has more than 100 pages. Send the pages that matter.")),
    (Trouble.LOCKED.value, _("The PDF has a password. Save it without one, or take photos of the pages.")),
    (Trouble.HEAVY.value, _("The file is too heavy to be opened safely. Take photos of the pages.")),
    (Trouble.VIRUS.value, _("The file carries a virus. Take a photo of the paper instead.")),
    (Trouble.GONE.value, _("The file could not be read again. Please send it once more.")),
]
PART_CHOICES = [(part.value, part.value) for part in Part]


class AttachmentQuerySet(GuardedQuerySet):
    """The words in which pages and the worker ask for files."""

    def visible_to(self, user: User) -> Self:
        """Files of requests whose page this user may open; what she may read is permissions.py."""
        return self.filter(help_request__in=HelpRequest.objects.visible_to(user))

    def clean(self) -> Self:
        return self.filter(state=FileState.CLEAN.value)

    def waiting(self) -> Self:
        """In quarantine, and no worker has it in hand."""
        due = Q(next_try_at=None) | Q(next_try_at__lte=timezone.now())
        return self.filter(due, state=FileState.QUARANTINED.value)


class Attachment(Guarded):
    """One file; its name and bytes lie under the request's inbox key, so erasing that key erases them."""

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "help_request", "sent_by", "uploaded_at", "state", "trouble"), "plain"),
        **dict.fromkeys(("kind", "pages", "tries", "next_try_at", "stuck_since", "alarmed_at"), "plain"),
        "name": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="attachments")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    uploaded_at = models.DateTimeField()  # to the hour when the person sent it herself
    state = models.CharField(max_length=12, choices=STATE_CHOICES, default=FileState.QUARANTINED.value)
    trouble = models.CharField(max_length=8, choices=TROUBLE_CHOICES, blank=True)
    kind = models.CharField(max_length=4, choices=KIND_CHOICES, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    name = SealedField(key="help_request.inbox_key")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)  # until then a worker has it in hand
    stuck_since = models.DateTimeField(null=True, blank=True)  # the check for viruses does not answer
    alarmed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["uploaded_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_try_at"],
                name="files_in_quarantine",
                condition=Q(state=FileState.QUARANTINED.value),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=FileState.CLEAN.value, pages__gt=0, trouble="") & ~Q(kind="")
                | Q(state=FileState.REFUSED.value, pages=0) & ~Q(trouble="")
                | Q(state=FileState.QUARANTINED.value, pages=0, trouble=""),
                name="never_half_clean",
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.id}"


class FilePart(Guarded):
    """A sealed piece of the original, or one page of the preview. Its id follows from its place."""

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "attachment", "part", "number"), "plain"),
        "content": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=8, choices=PART_CHOICES)
    number = models.PositiveSmallIntegerField()
    content = SealedField(key="attachment.help_request.inbox_key")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["attachment", "part", "number"], name="one_piece_for_each_place"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.number} of {self.attachment_id}"


def piece(attachment: Attachment, part: Part, number: int) -> FilePart:
    """A new piece. Sealing binds it to its id and the id to its place: moved pieces do not open."""
    place = uuid.uuid5(attachment.pk, f"{part.value}|{number}")
    return FilePart(pk=place, attachment=attachment, part=part.value, number=number)
