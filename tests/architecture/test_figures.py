"""Nobody counts on the way out: figures about people are made by the one gateway, from the snapshot."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture import house

OUTWARD = {"views", "api", "exports", "serializers"}
AGGREGATES = {
    *("Aggregate", "ArrayAgg", "Avg", "Count", "JSONBAgg", "Max", "Min", "Percentile", "StdDev", "StringAgg"),
    *("Sum", "Variance"),
}
COUNTING = {"aggregate", "cursor", "raw"}  # methods; `count` only without arguments: lists have one too
# What leaves by these doors is not about people.
NOT_PEOPLE = {
    "helpdesk/team/views/health.py": "how many mails wait",
    "helpdesk/ui/views.py": "whether the database answers",
}
GATEWAY = "cases/reports/queries/gateway.py"
# Tables that hold nothing but figures, and who may read them.
FIGURES = {
    "FigureCell": {GATEWAY},
    "OutputSum": {GATEWAY, "cases/reports/actions/snapshot.py"},
}
INDEXES = {"cases/models.py"}


def counts(tree: ast.AST) -> Iterator[int]:
    """The lines on which something is counted by the database."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        is_method = isinstance(node.func, ast.Attribute)
        bare = called == "count" and is_method and not node.args and not node.keywords
        if called in AGGREGATES or (is_method and called in COUNTING) or bare:
            yield node.lineno


def test_no_page_export_or_api_counts() -> None:
    found = [
        f"{house.name(path)}:{line}"
        for path in house.house_files()
        if OUTWARD & {path.stem, path.parent.name} and house.name(path) not in NOT_PEOPLE
        for line in counts(house.tree(path))
    ]
    assert found == []


def test_the_exceptions_are_still_needed() -> None:
    assert all(list(counts(house.tree(house.ROOT / name))) for name in NOT_PEOPLE)


def test_this_test_sees_every_way_of_counting() -> None:
    lines = [
        "rows.aggregate(n=models.Count('pk'))",
        "rows.annotate(n=Count('pk'))",
        "rows.values('topic').annotate(Sum('minutes'))",
        "HelpRequest.objects.filter(flags=[]).count()",
        "connection.cursor()",
        "HelpRequest.objects.raw('SELECT count(*)')",
    ]
    assert all(list(counts(ast.parse(line))) for line in lines)
    assert not list(counts(ast.parse("names.count('a'); len(rows); report_of(wish, snapshot)")))


def test_only_the_gateway_reads_the_cells() -> None:
    for name, readers in FIGURES.items():
        found = {
            house.name(path)
            for path in house.house_files()
            for node in ast.walk(house.tree(path))
            if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names)
        }
        assert found - INDEXES <= readers, name


def test_reports_read_people_only_by_the_gateway() -> None:
    """The room of reports knows the tables of people in two places: the snapshot's sums, and the tag."""
    people = {"HelpRequest", "Client", "Household", "Invitation", "Membership", "Screening", "Referral"}
    found = {
        house.name(path)
        for path in house.python_files("cases/reports")
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} & people
    }
    assert found == {
        "cases/reports/queries/outputs.py",
        "cases/reports/queries/tagging.py",
        "cases/reports/actions/tagging.py",
    }
    users = {
        house.name(path)
        for path in house.house_files()
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "cases.reports.queries.outputs"
        if any(alias.name == "outputs" for alias in node.names)
    }
    assert users == {"cases/reports/actions/snapshot.py"}
