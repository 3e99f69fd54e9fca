"""The program that looks into a file, run on its own: bytes in, harmless pages out, nothing else in reach.

    python -I decoder.py <megabytes> <seconds> <must be confined: 1 or 0>      (file on stdin)

Out: one line of JSON, {"kind": ..., "sizes": [...]} or {"trouble": ...}, then the pages as JPEG.
It is started for each file with an empty environment. Before the first byte is read it takes away its own
right to open files, sockets and programs (seccomp), so a decoder that is tricked finds nothing to take and
nobody to tell. It is one file without imports of the house, because it runs without the house.
"""

from __future__ import annotations

import ctypes
import io
import json
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

MOST_PIXELS, MOST_PAGES = 50_000_000, 100
LONGEST_SIDE = 3000  # of a page as staff see it: an A4 sheet at 250 dots per inch
PAGE_DOTS = 150  # per inch, of a PDF's page
SMALL_PAGE, LARGE_PAGE = 16, 14_400  # points; a PDF may claim anything
QUALITY = 82
CANNOT_CONFINE = 78

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 1, 4, 38, 22, 2
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, DENY, KILL = 0x7FFF0000, 0x00050001, 0x80000000  # DENY answers "not permitted"
# Numbers of system calls: opening, connecting, starting, tracing, signalling, loading.
MACHINES: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        (
            *(2, 85, 257, 437, 304),  # open, creat, openat, openat2, open_by_handle_at
            *(41, 42, 43, 44, 46, 49, 50, 53, 288, 307),  # socket, connect, accept, send, bind, listen ...
            *(56, 57, 58, 59, 322, 435),  # clone, fork, vfork, execve, execveat, clone3
            *(62, 101, 129, 200, 234, 297, 310, 311, 424, 434),  # kill, ptrace, other processes' memory
            *(76, 77, 82, 83, 86, 87, 88, 263, 264, 265, 266, 316),  # truncate, rename, link, unlink
            *(155, 165, 166, 272, 308, 321, 425, 428, 429, 430, 442),  # mounts, namespaces, bpf, io_uring
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            *(56, 437, 265),
            *(198, 199, 200, 201, 202, 203, 206, 211, 242, 269),
            *(220, 221, 281, 435),
            *(117, 129, 130, 131, 138, 240, 270, 271, 424, 434),
            *(35, 36, 37, 38, 45, 46, 276),
            *(39, 40, 41, 97, 268, 280, 425, 428, 429, 430, 442),
        ),
    ),
}


class NotTaken(Exception):
    """Why this file is refused, as one of the words of `workflow.Trouble`."""


class Program(ctypes.Structure):
    """The kernel's `sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def limit(megabytes: int, seconds: int) -> None:
    """Memory, time and size that cannot be raised again; no core dump, no further process."""
    most = megabytes * 1024 * 1024
    for what, value in (
        (resource.RLIMIT_AS, most),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (value, value))


def confine() -> bool:
    """Takes away every call that opens a file, a socket or a program. False where the kernel cannot."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        return False
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    kernel.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    architecture, forbidden = MACHINES[platform.machine()]
    steps = [
        struct.pack("HBBI", LOAD, 0, 0, 4),  # the architecture of this call
        struct.pack("HBBI", JUMP_EQUAL, 1, 0, architecture),
        struct.pack("HBBI", RETURN, 0, 0, KILL),
        struct.pack("HBBI", LOAD, 0, 0, 0),  # its number
        struct.pack("HBBI", JUMP_AT_LEAST, len(forbidden) + 1, 0, 0x40000000),  # x32
        *(
            struct.pack("HBBI", JUMP_EQUAL, len(forbidden) - place, 0, number)
            for place, number in enumerate(forbidden)
        ),
        struct.pack("HBBI", RETURN, 0, 0, ALLOW),
        struct.pack("HBBI", RETURN, 0, 0, DENY),
    ]
    filter_ = Program(len(steps), b"".join(steps))
    if kernel.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(kernel.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(filter_), 0, 0) == 0)


def warm_up() -> None:
    """Loads everything that a decoder loads late, while files may still be opened."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.init()
    for form in ("JPEG", "PNG", "WEBP"):
        made = io.BytesIO()
        Image.new("RGB", (8, 8)).save(made, form)
        Image.open(io.BytesIO(made.getvalue())).load()
    document = pypdfium2.PdfDocument.new()
    document.new_page(20, 20).render().to_pil()
    document.close()


def decode(content: bytes) -> tuple[str, Iterator[bytes]]:
    """The kind, found by decoder and never by name, and the pages. Raises NotTaken."""
    if content[:5] == b"%PDF-":
        return "pdf", pages_of_document(content)
    try:
        picture = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
    except UnidentifiedImageError:
        raise NotTaken("kind") from None
    return str(picture.format).lower(), iter([page_of_picture(picture)])


def page_of_picture(picture: Image.Image) -> bytes:
    """The first frame, turned as the camera meant it, on white paper."""
    if picture.width * picture.height > MOST_PIXELS:
        raise NotTaken("pixels")
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG may be decoded smaller at once
    picture.load()
    turn = picture.getexif().get(0x0112, 1)
    if picture.mode not in {"RGB", "L"}:
        picture = on_white(picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return as_jpeg(turned(picture, turn))


def on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "I;16":
        return picture.point(lambda value: value / 256).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def turned(picture: Image.Image, turn: int) -> Image.Image:
    """The EXIF orientation applied to the pixels."""
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)  # pixels only: nothing that was attached to the old picture comes along
    plain.getexif()[0x0112] = turn
    return ImageOps.exif_transpose(plain)


def as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def pages_of_document(content: bytes) -> Iterator[bytes]:
    """Each page as pixels. Scripts, forms, files and links of the document are never asked for."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise NotTaken("locked" if "password" in str(error).lower() else "broken") from None
    if len(document) > MOST_PAGES:
        raise NotTaken("pages")
    if len(document) == 0:
        raise NotTaken("broken")
    for number in range(len(document)):
        try:
            yield page_of_document(document, number)
        except pypdfium2.PdfiumError:
            raise NotTaken("broken") from None


def page_of_document(document: pypdfium2.PdfDocument, number: int) -> bytes:
    page = document[number]
    width, height = page.get_size()
    if not (SMALL_PAGE <= width <= LARGE_PAGE and SMALL_PAGE <= height <= LARGE_PAGE):
        raise NotTaken("broken")
    scale = min(PAGE_DOTS / 72, LONGEST_SIDE / width, LONGEST_SIDE / height)
    bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=True)
    made = as_jpeg(bitmap.to_pil().convert("RGB"))
    bitmap.close()
    page.close()
    return made


def answer(content: bytes) -> Iterator[bytes]:
    """What goes to stdout: nothing of a file is shown before all of it was decoded."""
    try:
        kind, pages = decode(content)
        made = list(pages)
    except NotTaken as why:
        yield json.dumps({"trouble": str(why)}).encode() + b"\n"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        yield json.dumps({"trouble": "pixels"}).encode() + b"\n"
    except MemoryError:
        yield json.dumps({"trouble": "heavy"}).encode() + b"\n"
    except Exception:  # noqa: BLE001 - whatever a decoder says about bytes of a stranger, they are not taken
        yield json.dumps({"trouble": "broken"}).encode() + b"\n"
    else:
        yield json.dumps({"kind": kind, "sizes": [len(page) for page in made]}).encode() + b"\n"
        yield from made


def main() -> int:
    megabytes, seconds, must = (int(word) for word in sys.argv[1:4])
    warm_up()
    limit(megabytes, seconds)
    if not confine() and must:
        return CANNOT_CONFINE
    for piece in answer(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
