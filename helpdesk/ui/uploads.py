"""How files come in: into memory only, up to a limit, and only where a view says that it takes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Parameters = dict[str, str]


@dataclass
class Allowance:
    """How much one form may carry; what was more is counted and let fall while it still arrives."""

    most_bytes: int = 0
    most_bytes_at_once: int = 0
    taken: int = 0
    too_large: int = field(default=0)


def takes_files(*, most_bytes: int, most_bytes_at_once: int) -> Callable[[View], View]:
    """Says of a view that its form may carry files; other pages let every file fall unread."""

    def mark(view: View) -> View:
        view.takes_files = (most_bytes, most_bytes_at_once)  # type: ignore[attr-defined]
        return view

    return mark


def too_large_files(request: HttpRequest) -> int:
    """How many files of this form were let fall because they were larger than may be."""
    allowance: Allowance | None = getattr(request, "allowance", None)
    return allowance.too_large if allowance else 0


class MemoryOnly(FileUploadHandler):
    """Django's own handlers write larger files to a temporary folder: a disk that keeps what was erased."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.allowance = Allowance()
        self.content = BytesIO()

    def handle_raw_input(
        self,
        input_data: Any,
        META: Parameters,  # noqa: N803 - Django's names
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        match = getattr(self.request, "resolver_match", None)
        limits = getattr(match.func, "takes_files", None) if match else None
        if limits is not None:
            self.allowance = Allowance(*limits)
        self.request.allowance = self.allowance  # type: ignore[union-attr]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.allowance.most_bytes == 0:
            raise SkipFile
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Raises SkipFile over the limit: the rest is read and forgotten, so the page can still answer."""
        self.allowance.taken += len(raw_data)
        over = start + len(raw_data) > self.allowance.most_bytes
        if over or self.allowance.taken > self.allowance.most_bytes_at_once:
            self.allowance.taken -= start + len(raw_data)
            self.allowance.too_large += 1
            self.content = BytesIO()
            raise SkipFile
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        self.content.seek(0)
        return InMemoryUploadedFile(
            file=self.content,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
