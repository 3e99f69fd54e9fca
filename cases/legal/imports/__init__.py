"""Case types with their checklists from a data file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cases.legal.models import CaseType, StepTemplate
from cases.legal.models.choices import DEADLINE_CHOICES
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
                defaults={"position": position, "due_in_days": step["due_in_days"], **_what(step)},
            )
    return len(items)


def _what(step: dict[str, Any]) -> dict[str, Any]:
    """Who does it, with which paper, whether it must be done, and the rule that counts its day.

    Raises ValueError for a rule that is not stated anywhere.
    """
    rule = step.get("due_rule", "")
    if rule and rule not in dict(DEADLINE_CHOICES):
        raise ValueError(rule)
    return {
        "actor": step.get("actor", "desk"),
        "is_mandatory": step.get("is_mandatory", False),
        "due_rule": rule,
        **_names(step["name"]),
        **_names(step.get("document") or {}, "document"),
    }


def _names(names: dict[str, str], field: str = "name") -> dict[str, str]:
    return {f"{field}_{code}": names[code] for code in CODES if code in names}
