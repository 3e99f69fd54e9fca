"""Today's list of open matters becomes cases and members: the whole of it or nothing, and twice is once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.intake.actions import take_in
from cases.intake.rules import normalise_contact
from cases.legal.actions.cases import open_case
from cases.legal.actions.joining import add_member
from cases.legal.models import CaseType, LegalCase, MatterUpload, Membership
from cases.requests.actions import Contact, Need, enrol_client
from cases.requests.models import HelpRequest
from cases.requests.workflow import Channel
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_key, new_data_key, seal
from helpdesk.sealing.models import DataKey
from helpdesk.sealing.receipts import contact_mark

SOURCE = "matter:"
KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Matter:
    """One line: one person's request in a case."""

    line: int
    source: str
    label: str
    file_number: str
    story: str
    phone: str
    language: str
    city: str
    deadline_on: date | None
    received_at: datetime | None


@dataclass
class Group:
    """One case with its new members; `known` are those that an earlier run brought in."""

    title: str
    kind: CaseType
    lawyer: User | None
    members: list[Matter]
    known: list[str] = field(default_factory=list)


def source_of(office_id: object, *words: str) -> str:
    """The same line gives the same mark in every run; without the pepper a mark says nothing."""
    squeezed = "|".join(" ".join(word.casefold().split()) for word in (str(office_id), *words))
    mark = contact_mark(f"matter|{squeezed}")
    return SOURCE + (mark or b"").hex()[:48]


@action
def keep_upload(*, rows: str, by: User) -> MatterUpload:
    """The lines of a file between upload and yes: sealed, for their maker alone, for an hour."""
    if not by.can(Permission.IMPORT_MATTERS):
        raise Refused
    upload = MatterUpload(made_by=by, made_at=timezone.now(), upload_key=new_data_key("upload"))
    seal(upload, rows=rows)
    upload.save(force_insert=True)
    record("matters.upload", upload, by=by, fields=["rows"])
    return upload


@action
def drop_upload(*, upload: MatterUpload, by: User) -> None:
    """Its lines are unreadable from now on."""
    if upload.made_by_id != by.pk:
        raise Refused
    _erase([upload])
    record("matters.drop", upload, by=by)


@action
def forget_uploads() -> int:
    """What nobody said yes to within the hour. How many there were."""
    old = list(MatterUpload.objects.filter(made_at__lt=timezone.now() - KEPT_FOR))
    _erase(old)
    return len(old)


def _erase(uploads: Sequence[MatterUpload]) -> None:
    keys = [upload.upload_key_id for upload in uploads]
    MatterUpload.objects.filter(pk__in=[upload.pk for upload in uploads]).delete()
    for key in DataKey.objects.filter(pk__in=[pk for pk in keys if pk is not None]):
        erase_key(key)


@action
def load_matters(
    *, groups: Sequence[Group], upload: MatterUpload | None = None, by: User, why: str = ""
) -> list[LegalCase]:
    """Makes all of it in one transaction. Nobody gets a receipt: each gets one on request.

    Raises NotNow when somebody has brought in a line of it meanwhile, and OverLimit when it is more than a
    lawyer's limit and no reason (`why`) is given; then nothing is made.
    """
    if not by.can(Permission.IMPORT_MATTERS) or by.office is None:
        raise Refused
    if upload is not None:
        fresh = MatterUpload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, made_by=by)
        if not fresh.exists():
            raise NotNow(_("This list was brought in or thrown away already."))
    sources = [member.source for group in groups for member in group.members]
    if HelpRequest.objects.filter(source_id__in=sources).exists():
        raise NotNow(_("Somebody has brought in a part of this list meanwhile. Look at it again."))
    made = [_load(group, by=by, why=why) for group in groups]
    if upload is not None:
        _erase([upload])
    record("matters.load", by, by=by)
    return made


def _load(group: Group, *, by: User, why: str) -> LegalCase:
    arrived = [_arrive(matter, group, by=by) for matter in group.members]
    legal_case = _known_case(group, by)
    if legal_case is None:
        legal_case = open_case(
            case_type=group.kind,
            help_requests=arrived,
            lawyer=group.lawyer,
            title=group.title,
            by=by,
            why=why,
        )
    else:
        for help_request in arrived:
            add_member(legal_case=legal_case, help_request=help_request, by=by)
    _label(legal_case, {row.pk: matter for row, matter in zip(arrived, group.members, strict=True)})
    return legal_case


def _known_case(group: Group, by: User) -> LegalCase | None:
    """The open case in which people of this group stand since an earlier run."""
    rows = (
        LegalCase.objects.visible_to(by)
        .open()
        .filter(
            case_type=group.kind,
            memberships__help_request__source_id__in=group.known,
            memberships__left_at=None,
        )
    )
    found: LegalCase | None = rows.select_related("office", "lawyer", "case_key", "case_type").first()
    return found


def _arrive(matter: Matter, group: Group, *, by: User) -> HelpRequest:
    assert by.office is not None
    country = group.kind.country
    contact = Contact()
    if matter.phone:
        mark = contact_mark(normalise_contact("phone", matter.phone))
        contact = Contact(channel="phone", address=matter.phone, mark=mark)
    client = enrol_client(
        office=by.office, language=matter.language, country=country, city=matter.city, contact=contact, by=by
    )
    need = Need(
        story=matter.story,
        language=matter.language,
        country=country,
        city=matter.city,
        channel=Channel.IMPORT,
        topic=group.kind.topic,
        deadline_on=matter.deadline_on,
        received_at=matter.received_at,
        source_id=matter.source,
    )
    help_request = take_in(client, need, by=by)
    if by.has_role(Role.LAWYER) and not by.can(Permission.ASSIGN):
        help_request.assigned_to = by  # hers from the first moment: a lawyer sees nothing else
        help_request.save(update_fields=["assigned_to"])
    return help_request


def _label(legal_case: LegalCase, matters: dict[UUID, Matter]) -> None:
    """The lawyer's labels, sealed under the case's key by whoever loads the list; nobody opens them here."""
    rows = Membership.objects.filter(legal_case=legal_case, help_request__in=list(matters))
    for membership in rows.select_related("legal_case__case_key"):
        matter = matters[membership.help_request_id]
        seal(membership, label=matter.label, file_number=matter.file_number)
        membership.save(update_fields=["label", "file_number"])
