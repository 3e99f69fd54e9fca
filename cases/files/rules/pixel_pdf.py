"""A PDF that holds pictures and nothing else, written from JPEG pages that we drew ourselves."""

from __future__ import annotations

from collections.abc import Sequence

DOTS = 150  # per inch, as the pages were drawn


def pixel_pdf(pages: Sequence[bytes]) -> bytes:
    """One page for each JPEG. No script, form, link, file or metadata can be in it: there is no place."""
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pages)))
    things = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for number, page in enumerate(pages):
        things += _page(page, first=3 + 3 * number)
    return _written(things)


def jpeg_size(picture: bytes) -> tuple[int, int, int]:
    """Width, height and number of colours, from the frame header of a JPEG. Raises ValueError without one."""
    place = 2
    while place + 9 < len(picture):
        marker, length = picture[place + 1], int.from_bytes(picture[place + 2 : place + 4], "big")
        if marker in {0xC0, 0xC1, 0xC2}:
            height = int.from_bytes(picture[place + 5 : place + 7], "big")
            return int.from_bytes(picture[place + 7 : place + 9], "big"), height, picture[place + 9]
        place += 2 + length
    raise ValueError("no frame header")


def _page(picture: bytes, *, first: int) -> list[bytes]:
    width, height, colours = jpeg_size(picture)
    wide, high = f"{width * 72 / DOTS:.2f}", f"{height * 72 / DOTS:.2f}"
    space = "DeviceGray" if colours == 1 else "DeviceRGB"
    drawing = f"q {wide} 0 0 {high} 0 0 cm /P Do Q".encode()
    return [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] /Contents {first + 1} 0 R"
        f" /Resources << /XObject << /P {first + 2} 0 R >> >> >>".encode(),
        _stream("", drawing),
        _stream(
            f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /{space}"
            " /BitsPerComponent 8 /Filter /DCTDecode ",
            picture,
        ),
    ]


def _stream(words: str, content: bytes) -> bytes:
    return f"<< {words}/Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _written(things: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, thing in enumerate(things, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + thing + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(things) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(things) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
