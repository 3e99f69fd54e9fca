"""Quality of triage: `python -m tests.benchmarks.triage_quality FILE... [--seeds 5] [--ablation]`.

Each file is replayed in several shuffled orders, each message confirmed after its suggestion; the means
are printed as JSON lines and a table. The ablation leaves out one part at a time.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from cases.triage.rules import judge, learner  # noqa: E402
from cases.triage.rules.judge import Read, beliefs_of  # noqa: E402
from cases.triage.rules.nearest import Lessons  # noqa: E402
from cases.triage.rules.replay import read_all, replay  # noqa: E402
from helpdesk.text.analyzer import analyze  # noqa: E402
from helpdesk.text.concepts import packaged  # noqa: E402

PLAIN = ("group_first", "group_among_three", "topic", "urgency", "deadline", "no_deadline", "bcubed_f1")
NEEDED = {
    "group_first": 0.65,
    "group_among_three": 0.8,
    "topic": 0.88,
    "deadline": 0.9,
    "bcubed_f1": 0.7,
    "new_f1": 0.7,
    "emergency_recall": 0.95,
    "emergency_precision": 0.6,
    "least_flag_recall": 0.85,
}
Reads = Mapping[str, Read]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--ablation", action="store_true")
    options = parser.parse_args()
    for path in options.files:
        messages = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        reads = read_all(messages)
        say(path.name, "everything", measure(messages, reads, options.seeds))
        if options.ablation:
            for name, variant in VARIANTS.items():
                with variant(messages, reads) as changed:
                    say(path.name, name, measure(messages, changed, 2))


def measure(messages: Sequence[Mapping[str, Any]], reads: Reads, seeds: int) -> dict[str, Any]:
    """The means over several orders."""
    summaries = [list(replay(messages, seed, reads))[-1]["summary"] for seed in range(seeds)]
    figures = {name: _mean([one[name] for one in summaries]) for name in PLAIN}
    for part in ("recall", "precision", "f1"):
        figures[f"new_{part}"] = _mean([one["new"][part] for one in summaries])
        figures[f"emergency_{part}"] = _mean([one["emergency"][part] for one in summaries])
    flags = {
        flag: _mean([one["flags"][flag]["recall"] for one in summaries])
        for flag, rates in summaries[0]["flags"].items()
        if rates["wanted"]
    }
    return {**figures, "least_flag_recall": min(flags.values(), default=None), "flags": flags}


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 3) if known else 0.0


def say(file: str, variant: str, figures: Mapping[str, Any]) -> None:
    print(json.dumps({"benchmark": "triage_quality", "file": file, "variant": variant, **figures}))
    short = " ".join(f"{name} {figures[name]:.3f}" for name in ("group_first", "group_among_three", "topic"))
    print(f"  {variant:<22} {short} new {figures['new_f1']:.3f} regrouping {figures['bcubed_f1']:.3f}")
    missed = [name for name, least in NEEDED.items() if (figures[name] or 0) < least]
    if variant == "everything":
        print(f"  below what is needed: {', '.join(missed) or 'nothing'}", flush=True)


Variant = Callable[[Sequence[Mapping[str, Any]], Reads], Any]


def without(keep: Callable[[str], bool]) -> Variant:
    """The same words, with only the traits to keep."""

    @contextmanager
    def change(_messages: Sequence[Mapping[str, Any]], reads: Reads) -> Iterator[Reads]:
        yield {
            key: _only(read, [trait for trait in read.traits if keep(trait)]) for key, read in reads.items()
        }

    return change


def _only(read: Read, traits: Sequence[str]) -> Read:
    return replace(read, traits=dict.fromkeys(traits, 1.0), beliefs=beliefs_of(traits))


@contextmanager
def stems_alone(messages: Sequence[Mapping[str, Any]], reads: Reads) -> Iterator[Reads]:
    """The floor: stems of the words, no glossary, no cues."""
    book = packaged()
    yield {
        str(one["id"]): _only(
            reads[str(one["id"])],
            [f"s:{stem}" for stem in analyze(one["text"], one["lang"], book=book).stems],
        )
        for one in messages
    }


@contextmanager
def untaught(_messages: Sequence[Mapping[str, Any]], reads: Reads) -> Iterator[Reads]:
    """Without anything that the invented examples teach of matters and topics."""
    yield {
        key: replace(_only(read, [trait for trait in read.traits if trait[:2] != judge.EXAMPLE]), topics={})
        for key, read in reads.items()
    }


@contextmanager
def without_nearest_lessons(messages: Sequence[Mapping[str, Any]], _reads: Reads) -> Iterator[Reads]:
    """What the linear models say alone, without the fifty examples that are most alike."""
    with patch.object(judge, "lessons", lambda: Lessons([], {}, [])):
        yield read_all(messages)


def with_value(module: Any, name: str, value: float) -> Variant:
    """The same with one constant changed."""

    @contextmanager
    def change(_messages: Sequence[Mapping[str, Any]], reads: Reads) -> Iterator[Reads]:
        before = getattr(module, name)
        setattr(module, name, value)
        try:
            yield reads
        finally:
            setattr(module, name, before)

    return change


VARIANTS: dict[str, Variant] = {
    "stems alone": stems_alone,
    "glossary alone": without(lambda trait: trait[1:2] != ":"),
    "without matters": without(lambda trait: not trait.startswith("m:")),
    "without matters heard": without(lambda trait: not trait.startswith(judge.EXAMPLE)),
    "without nearest lessons": without_nearest_lessons,
    "without examples": untaught,
    "without cues": without(lambda trait: not trait.startswith("w:")),
    "without glossary": without(lambda trait: trait[1:2] == ":"),
    "without nearest": with_value(learner, "NEAREST", 0.0),
    "topic by words alone": with_value(judge, "TRUST_ABOVE", 9.0),
}

if __name__ == "__main__":
    main()
