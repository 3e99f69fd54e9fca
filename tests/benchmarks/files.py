"""What the largest files that are taken cost the worker: seconds and memory of the child, as JSON lines."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from cases.files.imports.decoding import CPU_SECONDS, MEGABYTES, PROGRAM  # noqa: E402
from cases.files.rules import MOST_BYTES  # noqa: E402
from tests.factories import files  # noqa: E402

LARGEST = (8160, 6120)  # 49.9 megapixels
PEAK = re.compile(r"Vm(HWM|Peak):\s+(\d+) kB")


def samples() -> Iterator[tuple[str, bytes]]:
    """The biggest of each kind, a hundred pages, and what is refused."""
    yield "photo of a phone, JPEG 4080x3060", files.noisy("JPEG", (4080, 3060), quality=85)
    yield "largest JPEG, 49.9 megapixels", files.noisy("JPEG", LARGEST, quality=80)
    yield "largest PNG, RGB", files.picture("PNG", LARGEST)
    yield "largest PNG, RGBA", files.picture("PNG", LARGEST, "RGBA")
    yield "largest WebP", files.noisy("WEBP", LARGEST, quality=40)
    yield "PDF, 100 empty pages", files.document(100)
    yield "PDF, 100 pages of photos", files.photo_album(100, most_bytes=MOST_BYTES)
    yield "PDF, 101 pages", files.document(101)
    yield "bomb, 900 megapixels", files.bomb()
    yield "15 MB of nothing", bytes(MOST_BYTES)


def measure(content: bytes) -> dict[str, Any]:
    """One run of the decoder, as the worker starts it."""
    command = [sys.executable, "-I", str(PROGRAM), str(MEGABYTES), str(CPU_SECONDS), "0"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}) as child:
        peaks: dict[str, int] = {}
        watcher = threading.Thread(target=_watch, args=(child, peaks))
        watcher.start()
        output, _ = child.communicate(content)
        seconds = time.perf_counter() - start
        watcher.join()
    head, _, pages = output.partition(b"\n")
    said = json.loads(head) if head else {"trouble": f"ended with {child.returncode}"}
    return {
        "answer": said.get("trouble") or f"{said['kind']}, {len(said['sizes'])} pages",
        "megabytes_in": round(len(content) / 2**20, 1),
        "megabytes_out": round(len(pages) / 2**20, 1),
        "seconds": round(seconds, 2),
        "memory_mb": peaks.get("HWM", 0) // 1024,
        "address_space_mb": peaks.get("Peak", 0) // 1024,
    }


def _watch(child: subprocess.Popen[bytes], peaks: dict[str, int]) -> None:
    status = Path(f"/proc/{child.pid}/status")
    while child.poll() is None:
        try:
            peaks |= {name: int(size) for name, size in PEAK.findall(status.read_text())}
        except OSError:
            return
        time.sleep(0.005)


def main() -> int:
    for name, content in samples():
        print(json.dumps({"file": name, **measure(content)}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
