"""From concepts to the topic of a request, at the door and at triage: a table that a person can correct."""

from __future__ import annotations

from collections.abc import Sequence

CONCEPTS_OF: dict[str, str] = {
    "legalization": (
        "temporary-residence-permit permanent-residence-permit eu-long-term-resident residence-card "
        "international-protection refugee-status subsidiary-protection humanitarian-visa national-visa "
        "poles-card citizenship return-decision-and-entry-ban immigration-office voivode "
        "appeal-against-decision fingerprints-biometrics residence-declaration-lt "
        "persecution-and-extremism-lists "
    ),
    "documents": (
        "alien-travel-document geneva-travel-document belarusian-passport residence-registration-pl pesel "
        "personal-code-lt trusted-profile-e-signature apostille sworn-translation power-of-attorney notary "
        "criminal-record-certificate driving-licence vehicle-registration-and-insurance "
        "lost-or-stolen-document "
    ),
    "housing": "rent-contract rental-deposit landlord utility-and-heating-bills homeless-shelter",
    "education": "school kindergarten-and-nursery higher-education diploma-recognition bullying-at-school",
    "health": (
        "health-insurance-pl health-insurance-lt family-doctor emergency-medical-help "
        "prescription-and-medicines referral-and-specialist pregnancy-and-birth vaccination disability "
    ),
    "wellbeing": "psychological-help crisis-line domestic-violence",
    "work": (
        "work-permit declaration-on-entrusting-work employment-contract salary dismissal-and-notice "
        "unemployment labour-inspection self-employment zus-sodra-contributions "
    ),
    "money": (
        "income-tax bank-account money-transfer child-benefit maternity-and-parental-leave "
        "social-assistance pension "
    ),
    "language": "language-course language-exam",
    "family": "marriage-and-divorce birth-certificate family-reunification parental-consent-for-child pets",
    "rights": "discrimination-and-hate ombudsman legal-aid",
}
TOPIC_OF: dict[str, str] = {
    concept: topic for topic, concepts in CONCEPTS_OF.items() for concept in concepts.split()
}
# Stand beside any matter and say little about it.
_WEAK_WORDS = (
    "legal-aid landlord salary employment-contract income-tax bank-account zus-sodra-contributions "
    "unemployment self-employment pesel residence-registration-pl immigration-office "
    "kindergarten-and-nursery school social-assistance disability emergency-medical-help "
    "birth-certificate marriage-and-divorce "
)
_WEAK = frozenset(_WEAK_WORDS.split())


def topic_of(concepts: Sequence[str], weights: dict[str, float] | None = None) -> tuple[str, list[str]]:
    """The topic most of the concepts speak for, and those concepts; empty when none does.

    `concepts` stand in order of appearance: what people name first is what they came for.
    """
    votes: dict[str, float] = {}
    reasons: dict[str, list[str]] = {}
    for place, concept in enumerate(concepts):
        topic = TOPIC_OF.get(concept)
        if topic is None:
            continue
        weight = (weights or {}).get(concept, 1.0) * (0.4 if concept in _WEAK else 1.0) / (1 + place * 0.15)
        votes[topic] = votes.get(topic, 0.0) + weight
        reasons.setdefault(topic, []).append(concept)
    if not votes:
        return "", []
    best = max(votes, key=lambda topic: votes[topic])
    return best, reasons[best]
