"""The common matters: checklists in five languages, with who acts, the paper and the rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from cases.legal.imports import import_case_types
from cases.legal.models import CaseType, StepTemplate
from cases.legal.models.choices import ACTOR_CHOICES, DEADLINE_CHOICES
from helpdesk.languages import CODES
from tests.factories.requests import make_topic

FILE = Path(__file__).resolve().parents[3] / "cases" / "demo" / "case_types.json"
ITEMS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
STEPS = [(item["slug"], item["country"], step) for item in ITEMS for step in item["steps"]]


def test_the_common_matters_of_both_countries_are_there() -> None:
    assert {item["slug"] for item in ITEMS} >= {
        *("pl-work-permit-renewal", "pl-permit-humanitarian", "pl-permit-study", "pl-permit-family"),
        *("pl-permit-business", "pl-international-protection", "pl-travel-document", "pl-refusal-appeal"),
        *("pl-child-without-papers", "pl-family-reunion", "pl-voluntary-return", "pl-expired-passport"),
        *("pl-diploma", "lt-permit-work", "lt-permit-study", "lt-permit-family", "lt-humanitarian-renewal"),
        *("lt-asylum", "lt-family-reunion", "lt-travel-document", "lt-refusal-appeal", "lt-voluntary-return"),
    }


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["slug"])
def test_a_type_speaks_five_languages_and_names_no_step_twice(item: dict[str, Any]) -> None:
    assert set(item["name"]) == set(CODES)
    assert item["slug"].startswith(item["country"].lower())
    slugs = [step["slug"] for step in item["steps"]]
    assert len(slugs) == len(set(slugs)) >= 3


@pytest.mark.parametrize(("of", "country", "step"), STEPS, ids=lambda part: str(part)[:30])
def test_a_step_says_who_acts_in_five_languages(of: str, country: str, step: dict[str, Any]) -> None:
    assert set(step["name"]) == set(CODES)
    assert all(step["name"].values())
    assert len({step["name"][code] for code in ("be", "ru")}) == 2
    assert set(step["document"]) in (set(), set(CODES))
    assert step["actor"] in dict(ACTOR_CHOICES)
    assert step["due_rule"] == "" or step["due_rule"] in dict(DEADLINE_CHOICES)
    assert step["due_rule"].partition("_")[0] in ("", country.lower())


@pytest.mark.parametrize("slug", ["pl-voluntary-return", "lt-voluntary-return"])
def test_nobody_returns_without_a_look_at_the_best_interests(slug: str) -> None:
    (item,) = (item for item in ITEMS if item["slug"] == slug)
    mandatory = {step["slug"] for step in item["steps"] if step["is_mandatory"]}
    assert mandatory >= {"best-interests", "risk-today", "free-choice"}


@pytest.mark.django_db
def test_the_file_is_loaded_and_loaded_again_without_doubles() -> None:
    for slug in {item["topic"] for item in ITEMS}:
        make_topic(slug)
    for _ in range(2):
        assert import_case_types(FILE) == len(ITEMS)
    assert CaseType.objects.count() == len(ITEMS)
    assert StepTemplate.objects.count() == len(STEPS)
    step = StepTemplate.objects.get(case_type__slug="pl-refusal-appeal", slug="send-appeal")
    assert (step.is_mandatory, step.due_rule, step.actor) == (True, "pl_refusal", "lawyer")
    with override("lt"):
        assert step.document == "Skundas (odwołanie)"


@pytest.mark.django_db
def test_a_rule_that_nobody_states_is_refused(tmp_path: Path) -> None:
    make_topic(ITEMS[0]["topic"])
    wrong = {**ITEMS[0], "steps": [{**ITEMS[0]["steps"][0], "due_rule": "my_guess"}]}
    (tmp_path / "types.json").write_text(json.dumps([wrong]), encoding="utf-8")
    with pytest.raises(ValueError, match="my_guess"):
        import_case_types(tmp_path / "types.json")
