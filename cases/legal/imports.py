"""Case types with their checklists from a data file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cases.legal.models import CaseType, StepTemplate
from helpdesk.audit.guard import action
from helpdesk.languages import CODES
from knowledge.articles.models import Topic


@action
def import_case_types(path: Path) -> int:
    """Adds or renews the case types of a file, by slug; steps are matched by slug. How many there were."""
    items: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    for item in items:
        case_type, _made = CaseType.objects.update_or_create(
            slug=item["slug"],
            defaults={
                "topic": Topic.objects.get(slug=item["topic"]),
                "country": item["country"],
                **_names(item["name"]),
            },
        )
        for position, step in enumerate(item["steps"]):
            StepTemplate.objects.update_or_create(
                case_type=case_type,
                slug=step["slug"],
                defaults={"position": position, "due_in_days": step["due_in_days"], **_names(step["name"])},
            )
    return len(items)


def _names(names: dict[str, str]) -> dict[str, str]:
    return {f"name_{code}": names[code] for code in CODES if code in names}
