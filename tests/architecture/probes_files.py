"""Probes of the safety matrix around files: sending, looking, the original, taking away."""

from __future__ import annotations

from cases.files.models import Attachment
from helpdesk.accounts.actors import ByReceipt
from helpdesk.sealing.reasons import Reason
from tests.architecture.visitor import ALL, META, NONE, Visitor, done, once
from tests.factories import files

CONTENT = files.picture()


def _file(at: Visitor) -> Attachment:
    """A clean file of the request this is about, as the person herself sent it."""
    found = Attachment.objects.filter(help_request=at.request).first()
    return found or files.send_file(at.request, CONTENT, by=ByReceipt(at.request.client_id))


def upload(at: Visitor) -> str:
    before = Attachment.objects.count()
    body = {"once": once(), "papers": [files.upload(CONTENT)]}
    if at.role in {"anon", "client"}:
        at.post("files:inbox", **body, thread=str(at.request.pk))
    else:
        at.post("files:of_request", at.request.pk, **body)
    return done(is_done=Attachment.objects.count() > before)


def read_preview(at: Visitor) -> str:
    """ALL is the picture; META is a page that says that there is a file."""
    attachment = _file(at)
    frame, picture = at.get("files:preview", attachment.pk), at.get("files:page", attachment.pk, 1)
    copy = at.get("files:copy", attachment.pk)
    seen = {frame.status_code == 200, picture.status_code == 200, copy.status_code == 200}
    assert len(seen) == 1
    if seen == {True}:
        return ALL
    listed = at.get("casefile:open", at.request.pk)
    return META if str(attachment.pk) in listed.content.decode() else NONE


def download_original(at: Visitor) -> str:
    attachment = _file(at)
    without = at.post("files:original", attachment.pk)
    assert without.content != CONTENT
    answer = at.post("files:original", attachment.pk, reason=Reason.SIGNATURE.value)
    return done(is_done=answer.content == CONTENT)


def delete(at: Visitor) -> str:
    attachment = _file(at)
    if at.role in {"anon", "client"}:
        at.post("files:inbox_remove", file=str(attachment.pk))
    else:
        at.post("files:remove", attachment.pk)
    return done(is_done=not Attachment.objects.filter(pk=attachment.pk).exists())
