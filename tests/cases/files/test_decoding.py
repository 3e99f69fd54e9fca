"""The decoder gives pictures drawn anew or one word why not, and it has nothing to steal with."""

from __future__ import annotations

import io
import subprocess
import sys
import time

import pypdfium2
import pytest
from PIL import Image

from cases.files.imports import Decoded, Refusal, decode
from cases.files.imports.decoding import PROGRAM
from cases.files.rules import MOST_BYTES, decoder, parts_of, whole_of
from cases.files.rules.pixel_pdf import pixel_pdf
from cases.files.workflow import FileKind, Trouble
from tests.factories import files

DISGUISED = {
    "nothing": b"",
    "words": b"hello",
    "program": b"MZ\x90\x00" + bytes(400),
    "page": b"<!doctype html><script>alert(1)</script>",
    "page before a document": b"<html><script>1</script>" + files.document(),
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "archive": files.archive(),
    "animation": files.picture("GIF"),
    "gifar": files.picture("GIF") + files.archive(),
    "tiff": files.picture("TIFF"),
    "bmp": files.picture("BMP"),
    "ico": files.picture("ICO", (64, 64)),
    "postscript": b"%!PS-Adobe-3.0\n(showpage)",
    "film": b"\x00\x00\x00\x18ftypmp42" + bytes(100),
}


def pages(content: bytes) -> list[Image.Image]:
    found = decode(content)
    assert isinstance(found, Decoded), found
    return [Image.open(io.BytesIO(page)) for page in found.pages]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.picture("JPEG"), FileKind.JPEG),
        (files.picture("JPEG", mode="L"), FileKind.JPEG),
        (files.picture("JPEG", mode="CMYK"), FileKind.JPEG),
        (files.picture("PNG"), FileKind.PNG),
        (files.picture("PNG", mode="P"), FileKind.PNG),
        (files.picture("PNG", mode="1"), FileKind.PNG),
        (files.picture("PNG", mode="LA"), FileKind.PNG),
        (files.picture("WEBP"), FileKind.WEBP),
        (files.document(), FileKind.PDF),
    ],
)
def test_the_four_kinds_are_taken_by_what_they_are(content: bytes, kind: FileKind) -> None:
    found = decode(content)
    assert isinstance(found, Decoded)
    assert found.kind is kind
    assert len(found.pages) == 1


@pytest.mark.parametrize("name", DISGUISED)
def test_everything_else_is_refused_whatever_it_is_called(name: str) -> None:
    assert decode(DISGUISED[name]) == Refusal(Trouble.KIND)


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (files.picture("JPEG", (900, 900))[:2000], Trouble.BROKEN),
        (files.noisy("PNG", (300, 300))[:-4000], Trouble.BROKEN),
        (files.picture("WEBP", (900, 900))[:-60], Trouble.BROKEN),
        (b"%PDF-1.7\nnothing of the kind", Trouble.BROKEN),
        (files.document(pages=101), Trouble.PAGES),
        (files.document(size=(3, 3)), Trouble.BROKEN),
        (files.document(size=(900_000, 3)), Trouble.BROKEN),
        (files.locked_pdf(), Trouble.LOCKED),
    ],
)
def test_damaged_locked_and_endless_files_are_refused(content: bytes, trouble: Trouble) -> None:
    assert decode(content) == Refusal(trouble)


def test_a_bomb_of_900_megapixels_is_refused_before_it_is_unpacked() -> None:
    content, start = files.bomb(), time.monotonic()
    assert len(content) < 2_000_000
    assert decode(content) == Refusal(Trouble.PIXELS)
    assert time.monotonic() - start < 20


def test_a_picture_just_over_the_limit_is_refused_too() -> None:
    assert decode(files.picture("PNG", (10_000, 5_001))) == Refusal(Trouble.PIXELS)


def test_too_little_memory_or_time_refuses_the_file_and_not_the_worker() -> None:
    heavy = files.picture("PNG", (7_000, 7_000), "RGBA")
    assert decode(heavy, megabytes=330) == Refusal(Trouble.HEAVY)
    assert decode(heavy, seconds=0.01) == Refusal(Trouble.HEAVY)


def test_a_place_and_a_remark_in_a_photo_do_not_reach_the_page_and_it_stands_upright() -> None:
    words = "kanarek-GPS-53.9"
    content = files.photo_with_place(words)
    assert words.encode() in content
    found = decode(content)
    assert isinstance(found, Decoded)
    assert words.encode() not in found.pages[0]
    assert b"Exif" not in found.pages[0]
    page = Image.open(io.BytesIO(found.pages[0]))
    assert dict(page.getexif()) == {}
    assert page.size == (200, 320)  # turned as the camera meant it
    top, bottom = (page.crop((90, y, 110, y + 20)).resize((1, 1)).tobytes() for y in (10, 290))
    assert top[0] > top[2]  # red is at the top
    assert bottom[2] > bottom[0]


def test_a_picture_behind_which_an_archive_hides_leaves_it_behind() -> None:
    found = decode(files.picture("JPEG") + files.archive())
    assert isinstance(found, Decoded)
    assert b"PK\x03\x04" not in found.pages[0]
    assert b"Evil" not in found.pages[0]


def test_only_the_first_frame_of_a_moving_picture_is_kept() -> None:
    out, frames = io.BytesIO(), [Image.new("RGB", (60, 40), colour) for colour in ("red", "green")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    (page,) = pages(out.getvalue())
    red, green, _blue = page.convert("RGB").resize((1, 1)).tobytes()
    assert red > green


def test_a_transparent_picture_lies_on_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    (page,) = pages(out.getvalue())
    assert min(page.convert("RGB").getpixel((20, 20))) > 250


def test_scripts_files_links_and_words_of_a_document_are_gone() -> None:
    words = "kanarejka-u-pdf"
    content = files.armed_pdf(words)
    found = decode(content)
    assert isinstance(found, Decoded)
    rebuilt = pixel_pdf(found.pages)
    for mark in (b"JavaScript", b"EmbeddedFile", b"Launch", b"URI", b"Names", b"OpenAction", words.encode()):
        assert mark in content
        assert mark not in rebuilt
    again = pypdfium2.PdfDocument(rebuilt)
    assert len(again) == 1
    assert [round(side) for side in again[0].get_size()] == [300, 300]


def test_a_hundred_pages_are_taken() -> None:
    found = decode(files.document(pages=100))
    assert isinstance(found, Decoded)
    assert len(pypdfium2.PdfDocument(pixel_pdf(found.pages))) == 100


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux")
@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/passwd')",
        "socket.socket()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.unlink('/nowhere')",
        "os.kill(os.getppid(), 0)",
        "open('/proc/self/environ')",
    ],
)
def test_the_decoder_can_open_no_file_no_socket_and_no_program(deed: str) -> None:
    code = (
        "import importlib.util, os, socket, sys\n"
        f"spec = importlib.util.spec_from_file_location('d', {str(PROGRAM)!r})\n"
        "d = importlib.util.module_from_spec(spec); spec.loader.exec_module(d)\n"
        "d.warm_up()\n"
        "assert d.confine()\n"
        f"try:\n    {deed}\nexcept PermissionError:\n    sys.exit(44)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], env={}, capture_output=True, check=False)
    assert done.returncode == 44, done.stderr


def test_limits_cover_the_child_that_decodes() -> None:
    assert decoder.MOST_PIXELS == 50_000_000
    assert decoder.MOST_PAGES == 100


@pytest.mark.parametrize("size", [0, 1, 2**20 - 9, 2**20 - 8, 2**20, MOST_BYTES])
def test_pieces_make_the_whole_and_no_piece_may_be_missing(size: int) -> None:
    content = bytes(size)
    parts = parts_of(content)
    assert whole_of(parts) == content
    assert whole_of(parts[:-1]) is None
    assert max(len(part) for part in parts) <= 2**20
