"""Turns accounts of those who left into pseudonyms and erases old applications; `--dry-run` only counts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.joining.actions import erase_old_applications, forget_left


class Command(BaseCommand):
    help = "Does what the daily task does; with --dry-run it says how many there are and changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        left, old = forget_left(dry_run=dry_run), erase_old_applications(dry_run=dry_run)
        word = "would be" if dry_run else "were"
        self.stdout.write(f"{left} accounts {word} made pseudonyms, {old} applications {word} erased.")
