"""Which tasks fit a volunteer and why, how heavy they are, which places a card may name. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# Smaller places would tell too much about the person: their tasks show only the country (safety.md 4).
BIG_CITIES: dict[str, tuple[str, ...]] = {
    "PL": (
        "Warszawa",
        "Kraków",
        "Wrocław",
        "Poznań",
        "Gdańsk",
        "Łódź",
        "Lublin",
        "Białystok",
        "Katowice",
        "Szczecin",
    ),
    "LT": ("Vilnius", "Kaunas", "Klaipėda"),
}

# Districts by name, because free text on a card would sooner or later be an address.
DISTRICTS: dict[str, tuple[str, ...]] = {
    "Warszawa": (
        *("Bemowo", "Białołęka", "Bielany", "Mokotów", "Ochota", "Praga-Południe", "Praga-Północ"),
        *("Rembertów", "Śródmieście", "Targówek", "Ursus", "Ursynów", "Wawer", "Wesoła", "Wilanów"),
        *("Włochy", "Wola", "Żoliborz"),
    ),
    "Kraków": (
        *("Stare Miasto", "Grzegórzki", "Prądnik Czerwony", "Prądnik Biały", "Krowodrza", "Bronowice"),
        *("Zwierzyniec", "Dębniki", "Łagiewniki", "Podgórze", "Bieżanów", "Czyżyny", "Nowa Huta"),
    ),
    "Wrocław": ("Stare Miasto", "Śródmieście", "Krzyki", "Fabryczna", "Psie Pole"),
    "Poznań": ("Stare Miasto", "Nowe Miasto", "Grunwald", "Jeżyce", "Wilda"),
    "Gdańsk": ("Śródmieście", "Wrzeszcz", "Oliwa", "Przymorze", "Zaspa", "Orunia", "Chełm", "Południe"),
    "Łódź": ("Bałuty", "Górna", "Polesie", "Śródmieście", "Widzew"),
    "Vilnius": (
        *("Antakalnis", "Fabijoniškės", "Justiniškės", "Karoliniškės", "Lazdynai", "Naujamiestis"),
        *("Naujininkai", "Pašilaičiai", "Senamiestis", "Šeškinė", "Šnipiškės", "Verkiai", "Žirmūnai"),
        *("Žvėrynas",),
    ),
    "Kaunas": (
        "Centras",
        "Aleksotas",
        "Dainava",
        "Eiguliai",
        "Petrašiūnai",
        "Šančiai",
        "Šilainiai",
        "Vilijampolė",
    ),
}


@dataclass(frozen=True)
class TaskTemplate:
    """A task that comes up every week: what the card says before anybody types."""

    code: str
    kind: str
    hours: int
    tier: int
    needs_local: bool = False  # besides the person's language, the one that offices speak


TEMPLATES: tuple[TaskTemplate, ...] = (
    TaskTemplate("office", "accompany", hours=3, tier=1, needs_local=True),
    TaskTemplate("hospital", "interpret", hours=3, tier=2, needs_local=True),
    TaskTemplate("phone", "phone_call", hours=1, tier=1, needs_local=True),
    TaskTemplate("school", "enrolment", hours=3, tier=1, needs_local=True),
    TaskTemplate("flat", "housing", hours=4, tier=1, needs_local=True),
    TaskTemplate("paper", "translation", hours=2, tier=1, needs_local=True),
    TaskTemplate("things", "errand", hours=2, tier=1),
    TaskTemplate("leaflet", "leaflets", hours=2, tier=0, needs_local=True),
)
LOCAL_LANGUAGES = {"PL": "pl", "LT": "lt"}


def from_template(code: str, *, language: str, country: str) -> dict[str, object]:
    """What a form begins with; nothing for a name that is not in the list."""
    found = next((one for one in TEMPLATES if one.code == code), None)
    if found is None:
        return {}
    local = [LOCAL_LANGUAGES[country]] if found.needs_local and country in LOCAL_LANGUAGES else []
    languages = list(dict.fromkeys([code for code in (language, *local) if code]))
    return {"kind": found.kind, "hours": found.hours, "tier": found.tier, "languages": languages}


# What wore volunteers out most were searches for a flat; then hours at a doctor's with somebody else's pain.
KIND_WEIGHT: dict[str, Decimal] = {"housing": Decimal(2), "interpret": Decimal("1.5")}
SENSITIVE_WEIGHT = Decimal("1.5")  # tier 2, whatever the kind


def weight_of(kind: str, tier: int) -> Decimal:
    """How much an hour of this work weighs; 1 is ordinary, more is heavy."""
    weight = KIND_WEIGHT.get(kind, Decimal(1))
    return max(weight, SENSITIVE_WEIGHT) if tier == 2 else weight


POINTS = {"language": 4, "city": 2, "time": 1, "skill": 1}
PARTS = ("morning", "afternoon", "evening")
# What somebody means who has only said "weekday evenings".
WIDE_TIMES: dict[str, tuple[tuple[int, str], ...]] = {
    "weekday": tuple((day, part) for day in range(1, 6) for part in PARTS[:2]),
    "evening": tuple((day, "evening") for day in range(1, 6)),
    "weekend": tuple((day, part) for day in (6, 7) for part in PARTS),
}


@dataclass(frozen=True)
class Wish:
    """What a volunteer offers."""

    languages: Sequence[str]
    cities: Sequence[str]
    skills: Sequence[str]
    slots: frozenset[tuple[int, str]] = frozenset()  # weekday 1-7 and part of the day


@dataclass(frozen=True)
class Fit:
    """How well a task fits: `points` for the order, `reasons` as words for the card."""

    points: int
    reasons: tuple[str, ...]


def shown_city(country: str, city: str) -> str:
    """The city as a card may show it: big ones by name, others not at all."""
    return city if city in BIG_CITIES.get(country, ()) else ""


def shown_district(city: str, district: str) -> str:
    """The district as a card may show it: known ones of the city shown, nothing else."""
    return district if district in DISTRICTS.get(city, ()) else ""


def slots_of(free_slots: Sequence[str], free_times: Sequence[str]) -> frozenset[tuple[int, str]]:
    """Weekday and part of day of each free hour: as she has ticked them, or as she has said it at large."""
    if free_slots:
        return frozenset((int(slot[0]), slot[1:]) for slot in free_slots)
    return frozenset(slot for time in free_times for slot in WIDE_TIMES.get(time, ()))


def wide_times(slots: frozenset[tuple[int, str]]) -> list[str]:
    """The same at large, for counts of who is there when."""
    return [time for time, meant in WIDE_TIMES.items() if slots & set(meant)]


def is_free(slots: frozenset[tuple[int, str]], weekday: int | None, part: str) -> bool:
    """Whether a task of this weekday fits; one without a day is nobody's special hour."""
    if weekday is None:
        return False
    return any((weekday, one) in slots for one in (PARTS if part == "any" else (part,)))


def fit(
    wish: Wish,
    *,
    languages: Sequence[str],
    city: str,
    kind: str,
    weekday: int | None = None,
    part_of_day: str = "any",
) -> Fit:
    """Language weighs most, because a helper who cannot speak with the person does not help."""
    fits = {
        "language": bool(set(languages) & set(wish.languages)),
        "city": bool(city) and city in wish.cities,
        "time": is_free(wish.slots, weekday, part_of_day),
        "skill": kind in wish.skills,
    }
    reasons = tuple(reason for reason, does in fits.items() if does)
    return Fit(sum(POINTS[reason] for reason in reasons), reasons)


# What came of it, when the desk has said no more than that the request is closed.
CAME_OF_OUTCOME = {
    "solved": "solved",
    "answered": "solved",
    "handed_on": "others_go_on",
    "not_possible": "not_this_time",
}
