"""The rules of rest on a simulated year: half the overload or less, at equal service."""

from __future__ import annotations

from tests.benchmarks.rest import a_year


def test_the_rules_halve_overload_and_leave_the_service_as_it_was() -> None:
    without, with_rules = (a_year(seed=7, rules=rules, burnout=True) for rules in (False, True))
    assert without.overload_weeks > 100
    assert with_rules.overload_weeks <= without.overload_weeks / 2
    assert with_rules.done >= 0.98 * without.done
    assert with_rules.late_wait <= 5
