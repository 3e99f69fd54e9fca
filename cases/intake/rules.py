"""The receipt's digits, what a story should not hold, and which topic her words suggest. Pure."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cases.requests.workflow import Flag, Urgency

DIGITS = 20
MOST_STORY = 10_000
WAYS_TO_LOOK = ("tomorrow", "three_days", "week", "ring")
# Letters of no alphabet that phones and office programs put between groups of digits.
_MINUS = "\u2212"
_MUST_NOT_WAIT = {Flag.HOMELESS.value, Flag.DOMESTIC_VIOLENCE.value, Flag.UNACCOMPANIED_MINOR.value}


def new_receipt() -> str:
    """18 random digits and two check digits (ISO 7064 MOD 97-10): 60 bits, the same on every keyboard."""
    body = "".join(str(secrets.randbelow(10)) for _ in range(DIGITS - 2))
    return body + check_digits(body)


def check_digits(body: str) -> str:
    return f"{98 - int(body) * 100 % 97:02d}"


def is_wellformed(digits: str) -> bool:
    """Whether the check digits fit; catches every single wrong digit and every swapped pair."""
    return len(digits) == DIGITS and digits.isascii() and digits.isdigit() and int(digits) % 97 == 1


def normalise_receipt(typed: str) -> str:
    """ASCII digits from any script and grouping; empty when something else was typed as well."""
    digits = []
    for character in typed:
        value = unicodedata.decimal(character, -1)
        if value >= 0:
            digits.append(str(value))
        elif not _is_between_groups(character):
            return ""
    return "".join(digits)


def _is_between_groups(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Pd", "Zs", "Cf"} or character == _MINUS


def grouped(digits: str) -> list[str]:
    """Five groups of four, as they are written down and read out."""
    return [digits[start : start + 4] for start in range(0, len(digits), 4)]


def look_again_on(way: str, today: date) -> date:
    """The day on which she can look again; who asks to be rung can look on the next day as well."""
    days = {"tomorrow": 1, "three_days": 3, "week": 7, "ring": 1}
    return today + timedelta(days=days[way])


def normalise_contact(channel: str, address: str) -> str:
    """The same contact typed in two ways gives the same text, for the blind index of duplicates."""
    plain = unicodedata.normalize("NFKC", address).strip().casefold()
    if channel == "phone" or (channel == "messenger" and re.fullmatch(r"[+\d\s().\-]{7,}", plain)):
        digits = re.sub(r"\D", "", plain)
        return f"phone:{digits[-9:]}" if len(digits) >= 7 else ""
    if channel == "email":
        return f"email:{plain}" if "@" in plain else ""
    return f"messenger:{plain.lstrip('@')}" if plain else ""


@dataclass(frozen=True)
class Finding:
    """A stretch of the story that names or reaches a person."""

    kind: str  # email, document, phone, handle
    text: str


_TRACES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\W\d_]{2,}")),
    (
        "document",
        re.compile(r"(?<!\w)(?:[A-ZА-ЯЁІЎ]{2}\s?\d{7}|\d{7}[A-ZА-Я]\d{3}[A-ZА-Я]{2}\d|\d{11})(?!\w)"),
    ),
    ("phone", re.compile(r"(?<![\w+])(?:\+\d[\d\s()\-]{7,17}\d|\d(?:[\s()\-]?\d){8,12})(?!\w)")),
    ("handle", re.compile(r"(?<![\w@.])@[A-Za-z0-9_]{4,32}")),
)


def traces_in(story: str) -> list[Finding]:
    """Phones, e-mails, handles and document numbers in the story, in the order of the story, each once."""
    found: list[tuple[int, Finding]] = []
    rest = story
    for kind, pattern in _TRACES:
        for hit in pattern.finditer(rest):
            found.append((hit.start(), Finding(kind, hit.group().strip())))
        rest = pattern.sub(lambda hit: " " * len(hit.group()), rest)
    return list(dict.fromkeys(finding for _, finding in sorted(found, key=lambda item: item[0])))


def without_traces(story: str) -> str:
    """The story with dots where a phone, e-mail, handle or document number stood."""
    for _, pattern in _TRACES:
        story = pattern.sub("…", story)
    return story


# First-level topic for each concept of the glossary that points to one; slugs of both are data.
_TOPICS: dict[str, str] = {
    "legalization": "temporary-residence-permit permanent-residence-permit residence-card "
    "eu-long-term-resident "
    "international-protection refugee-status subsidiary-protection humanitarian-visa national-visa "
    "poles-card citizenship return-decision-and-entry-ban immigration-office voivode appeal-against-decision "
    "fingerprints-biometrics",
    "documents": "alien-travel-document geneva-travel-document belarusian-passport residence-registration-pl "
    "residence-declaration-lt pesel personal-code-lt trusted-profile-e-signature apostille sworn-translation "
    "power-of-attorney notary criminal-record-certificate driving-licence lost-or-stolen-document",
    "rights": "domestic-violence discrimination-and-hate persecution-and-extremism-lists ombudsman",
    "family": "marriage-and-divorce birth-certificate family-reunification parental-consent-for-child",
    "work": "work-permit declaration-on-entrusting-work employment-contract employer-and-boss salary "
    "dismissal-and-notice unemployment labour-inspection self-employment zus-sodra-contributions",
    "money": "income-tax bank-account money-transfer child-benefit maternity-and-parental-leave "
    "social-assistance pension official-fee",
    "education": "school kindergarten-and-nursery higher-education diploma-recognition bullying-at-school",
    "language": "language-course language-exam",
    "health": "health-insurance-pl health-insurance-lt family-doctor emergency-medical-help "
    "prescription-and-medicines referral-and-specialist pregnancy-and-birth vaccination disability",
    "wellbeing": "psychological-help crisis-line",
    "housing": "rent-contract rental-deposit landlord utility-and-heating-bills homeless-shelter",
    "other": "pets border-crossing vehicle-registration-and-insurance community-organisation",
}
_TOPIC_OF = {concept: topic for topic, concepts in _TOPICS.items() for concept in concepts.split()}


def topic_for(concepts: Iterable[str]) -> str:
    """The slug of the topic that most of her concepts point to, the first named of equals; empty for none."""
    votes = Counter(_TOPIC_OF[concept] for concept in concepts if concept in _TOPIC_OF)
    return votes.most_common(1)[0][0] if votes else ""


def starting_urgency(*, in_danger: bool, flags: Iterable[str]) -> Urgency:
    """What her own answers say; people look again at triage."""
    if in_danger:
        return Urgency.EMERGENCY
    return Urgency.HIGH if set(flags) & _MUST_NOT_WAIT else Urgency.NORMAL
