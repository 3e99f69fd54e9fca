"""`manage.py load_demo`: invented content for a first look; development only."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.demo.imports import load
from cases.demo.imports.everything import demo_receipt


class Command(BaseCommand):
    """Loads what is missing of the demo."""

    help = "Loads invented topics, articles, requests, cases, tasks and volunteers (development only)."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, count in load().items():
            self.stdout.write(f"{kind}: {count}")
        digits = demo_receipt()
        shown = " ".join(digits[at : at + 4] for at in range(0, 20, 4))
        self.stdout.write(f"receipt of one invented client: {shown}")
