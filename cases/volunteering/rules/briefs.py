"""What a brief should not hold: ways to name, reach or find a person. Pure."""

from __future__ import annotations

import re

from cases.intake.rules import traces_in

_CAPITAL = r"[A-ZА-ЯЁІЎŁŚŻŹĆČŠŽĖĘĄŪŲĮ][a-zа-яёіўʼ'’łśżźćńóęąčšžėųūįŭ-]+"
_ENDING = (
    r"(?:[еэ]н?к[аоуыі]|[ыу]ко|[иіы]ч|ск(?:ий|ая|ого|ому|ой|ую|і|ага|аму)|[оеё]ў|[оеё]в(?:а|у|ой|ай)?|"
    r"[ую]к|ин(?:а|у|ой)|ік|sk[iaą]|skiego|skiej|wicz(?:a|owi)?|[eo]nk[oai]|[uiy]k|[eo]va?|ich|aitė|ienė|ytė|"
    r"auskas|aitis|ūnas)"
)
_SURNAME = re.compile(rf"\b(?:{_CAPITAL}|[A-ZА-ЯІЎŁŠŽ]\.)\s+(?=[A-ZА-ЯЁІЎŁŚŻČŠŽ])[\w'’ʼ-]*{_ENDING}\b")
_ADDRESS = re.compile(
    r"(?<!\w)(?:(?:ul|al|pl|os|вул|ул|пр|г)\.\s*\w[\w.-]*(?:\s+\w+)?\s*\d*|(?:вуліц|улиц|праспек|проспек)\w*\s+\w+|"
    r"[A-ZĄČĘĖĮŠŲŪŽ]\w+\s+(?:gatv\w+|g\.)\s*\d*|(?:m|кв|kv|but)\.\s*\d+|\d{2}-\d{3}|LT-?\d{5})(?!\w)",
    re.IGNORECASE,
)
# Offices and places that look like a first name with a surname.
_NOBODY = re.compile(r"(?:urz|woj|miejsk|szpit|szkoł|sąd|bank|stare|nowe|praga|park|dom)", re.IGNORECASE)


def lint_brief(text: str) -> list[tuple[str, str]]:
    """Kind and words of each place that tells who or where somebody is, in the order of the kinds."""
    found = [(finding.kind, finding.text) for finding in traces_in(text)]
    found += [("address", hit.group().strip()) for hit in _ADDRESS.finditer(text)]
    names = (hit.group() for hit in _SURNAME.finditer(text))
    found += [("surname", name) for name in names if not _NOBODY.match(name)]
    seen = {words for kind, words in found if kind != "surname"}
    return list(dict.fromkeys(one for one in found if one[0] != "surname" or one[1] not in seen))
