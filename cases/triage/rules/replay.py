"""A set of labelled messages played in a shuffled order, staff confirming each after its suggestion. Pure."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.triage.rules.judge import ALL_FLAGS, SPAM, Judge, Read, Verdict, read_text
from cases.triage.rules.learner import Known
from cases.triage.rules.regroup import regroup
from helpdesk.text.concepts import packaged

Message = Mapping[str, Any]
NEEDED = {"id", "lang", "country", "text", "topic", "problem", "urgency", "flags", "deadline_days"}


@dataclass
class Tally:
    """Counts from which the summary is made."""

    counts: Counter[str] = field(default_factory=Counter)

    def mark(self, name: str, *, is_true: bool) -> None:
        self.counts[name + "/of"] += 1
        self.counts[name] += is_true

    def share(self, name: str) -> float | None:
        of = self.counts[name + "/of"]
        return round(self.counts[name] / of, 4) if of else None


def replay(
    messages: Sequence[Message], seed: int, reads: Mapping[str, Read] | None = None
) -> Iterator[dict[str, Any]]:
    """One line for each message, in the order played, then the summary (with the key `summary`)."""
    order = list(messages)
    random.Random(seed).shuffle(order)  # noqa: S311  # repeatable, nothing secret
    reads = reads or read_all(order)
    judge, tally, seen = Judge(), Tally(), set[str]()
    for place, message in enumerate(order):
        read = reads[str(message["id"])]
        verdict = judge.judge(read, str(message["country"]))
        is_spam = message["topic"] == SPAM
        is_new = message["problem"] not in seen
        yield _line(message, verdict, place)
        _compare(tally, message, verdict, is_new=is_new)
        group = None if is_spam else message["problem"]
        known = Known(message["id"], message["country"], read.traits, group, message["topic"])
        judge.learn(known, read, verdict, flags=message["flags"], is_new=None if is_spam else is_new)
        seen.add(message["problem"])
    yield {"summary": {"messages": len(order), "seed": seed, **_summary(tally), **regrouped(order, reads)}}


def read_all(messages: Iterable[Message]) -> dict[str, Read]:
    """What the words of each message say, by the glossary that came with the house."""
    book = packaged()
    return {str(one["id"]): read_text(str(one["text"]), str(one["lang"]), book=book) for one in messages}


def _line(message: Message, verdict: Verdict, place: int) -> dict[str, Any]:
    return {
        "id": message["id"],
        "place": place,
        "groups": [{"group": group, "score": round(score, 4)} for group, score in verdict.groups],
        "is_new": verdict.is_new,
        "topic": verdict.topic,
        "urgency": verdict.urgency.value,
        "flags": list(verdict.flags),
        "deadline_days": verdict.days,
    }


def _compare(tally: Tally, message: Message, verdict: Verdict, *, is_new: bool) -> None:
    tally.mark("topic", is_true=verdict.topic == message["topic"])
    tally.mark("urgency", is_true=verdict.urgency.value == message["urgency"])
    _both(
        tally,
        "emergency",
        wanted=message["urgency"] == "emergency",
        found=verdict.urgency.value == "emergency",
    )
    for flag in ALL_FLAGS:
        _both(tally, "flag:" + flag, wanted=flag in message["flags"], found=flag in verdict.flags)
    wanted = message["deadline_days"]
    if wanted is not None:
        tally.mark("deadline", is_true=verdict.days is not None and abs(verdict.days - wanted) <= 1)
    else:
        tally.mark("no_deadline", is_true=verdict.days is None)
    if message["topic"] == SPAM:
        return
    _both(tally, "new", wanted=is_new, found=verdict.is_new)
    if not is_new:
        names = [group for group, _score in verdict.groups]
        tally.mark("group_first", is_true=names[:1] == [message["problem"]])
        tally.mark("group_among_three", is_true=message["problem"] in names[:3])


def _both(tally: Tally, name: str, *, wanted: bool, found: bool) -> None:
    tally.counts[name + "/wanted"] += wanted
    tally.counts[name + "/found"] += found
    tally.counts[name + "/both"] += wanted and found


def _rates(tally: Tally, name: str) -> dict[str, float | int | None]:
    wanted, found, both = (tally.counts[f"{name}/{part}"] for part in ("wanted", "found", "both"))
    return {
        "wanted": wanted,
        "recall": round(both / wanted, 4) if wanted else None,
        "precision": round(both / found, 4) if found else None,
        "f1": round(2 * both / (wanted + found), 4) if wanted + found else None,
    }


def _summary(tally: Tally) -> dict[str, Any]:
    names = ("group_first", "group_among_three", "topic", "urgency", "deadline", "no_deadline")
    return {
        **{name: tally.share(name) for name in names},
        "new": _rates(tally, "new"),
        "emergency": _rates(tally, "emergency"),
        "flags": {flag: _rates(tally, "flag:" + flag) for flag in ALL_FLAGS},
    }


def regrouped(messages: Sequence[Message], reads: Mapping[str, Read]) -> dict[str, float]:
    """B-cubed precision, recall and F1 of a regrouping of everything but spam that nobody attended."""
    kept = [one for one in messages if one["topic"] != SPAM]
    items = [Known(one["id"], one["country"], reads[str(one["id"])].traits) for one in kept]
    label = {one["id"]: one["problem"] for one in kept}
    sizes = Counter(label.values())
    precision = recall = 0.0
    for group in regroup(items).groups:
        inside = Counter(label[key] for key in group)
        precision += sum(count * count for count in inside.values()) / len(group)
        recall += sum(count * count / sizes[name] for name, count in inside.items())
    if not kept:
        return {}
    precision, recall = precision / len(kept), recall / len(kept)
    return {
        "bcubed_precision": round(precision, 4),
        "bcubed_recall": round(recall, 4),
        "bcubed_f1": round(2 * precision * recall / (precision + recall), 4),
    }
