"""Names of people who are in Belarus, found by what stands beside them: kinship, Minsk, an arrest. Pure.

A name alone is never pointed out: it has to stand beside a word like "brother" (or look like a first name
with a surname), in a sentence that speaks of Belarus, prison or home, or right next to such a sentence. Stems
cover the cases of Belarusian, Russian, Polish and Lithuanian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_KIN = (
    # Belarusian and Russian
    r"брат\w{0,3}|сястр\w{1,3}|сест[её]?р\w{0,3}|муж(?:а|у|ем|ам|е|ык\w{0,3})?|жон\w{1,3}|жен(?:а|ы|е|у|ой)|"
    r"мам\w{1,3}|мат(?:ь|ері|ери|ерью|ка|цы|кі|ку|кай|ку)|маці|мац[яе]р\w{1,3}|пап\w{1,3}|тат\w{1,3}|бацьк\w{1,3}|"
    r"от(?:ец|ца|цу|цом|це)|айц\w{1,3}|сын\w{0,4}|дач\w{1,3}|доч\w{1,5}|баб(?:уля|улі|улю|ушк\w{1,2})|"
    r"дзед\w{0,3}|дед\w{0,4}|дзядул\w{1,2}|дз[яе]дз?ьк\w{1,3}|дяд\w{1,3}|цётк\w{1,3}|т[её]т\w{1,3}|свякр\w{1,4}|"
    r"свекр\w{1,4}|стрыечн\w{1,4}|двоюродн\w{1,4}|пляменн\w{1,4}|племянн\w{1,4}|дзяў?чын\w{1,3}|"
    r"сябар|сябр\w{1,4}|сяброўк\w{1,3}|друг(?:а|у|ом)?|подруг\w{1,3}|сусед\w{0,4}|сосед\w{0,4}|"
    r"калег\w{1,3}|коллег\w{1,3}|знаём\w{1,4}|знаком\w{1,4}|"
    # Polish
    r"brat(?:a|u|em|ow\w{1,3})?|siostr\w{1,3}|siostrze|mąż|męż\w{1,3}|żon\w{1,3}|mam(?:a|y|ę|ie|ą)|matk\w{1,2}|"
    r"matce|tat(?:a|y|ę|ą)|ojc\w{1,3}|ojciec|syn(?:a|owi|em|u)?|cór\w{1,3}|babci\w{0,2}|dziad\w{1,4}|kuzyn\w{0,4}|"
    r"koleg\w{1,3}|koleżank\w{1,3}|przyjaci\w{2,6}|sąsiad\w{0,4}|"
    # Lithuanian
    r"brol\w{1,4}|ses(?:uo|er\w{1,4})|vyr(?:as|o|ui|ą|u)|žmon\w{1,3}|mam(?:ai|ą|os)|motin\w{1,3}|tėv\w{1,4}|"
    r"sūn\w{1,4}|dukr\w{1,3}|dukt\w{1,4}|močiut\w{1,3}|senel\w{1,3}|draug\w{1,4}|kaimyn\w{1,4}|"
    # English
    r"brother|sister|husband|wife|mother|mum|mom|father|dad|son|daughter|grand\w{3,6}|uncle|aunt|cousin|friend|"
    r"neighbou?r|colleague"
)
_THERE = (
    r"беларус(?:і|и|ь|ію)\b|рб\b|минск|мінск|менск|гомел|гродн|гродз|брест\w|брэс|витебск|віцебск|могил[её]в|магіл[её]|"
    r"бобруйск|бабруйск|баранович|баранавіч|жодин|жодзін|окрестин|акрэсцін|володарк|валадарк|радзім|на родин|"
    r"сизо\b|сіза\b|ивс\b|іус\b|колони|калоні|турм|тюрьм|тюрм|арест|арышт|задерж|затрым|посадил|пасадзіл|"
    r"осудил|асудзіл|под суд|пад суд|за кратам|за решёт|за решет|"
    r"białorusi|mińsk|mińs|homl|grodn|brześci|witebsk|mohyl|aresztow|zatrzyma|więzien|kolonii karn|"
    r"areszci|w kraju|"
    r"baltarusij|minsk|areštuot|areštav|suimt|suėmė|sulaik|kalėjim|gomel|brest\w|vitebsk|"
    r"belarus\b|arrest|detain|prison|jail|custody|back home|at home in"
)
_LEFT = (
    r"(?:остал|астал|застал|застаец|жыве|живет|живёт|сядзіць|сидит|został|mieszka|siedzi|liko|gyvena|stayed|"
    r"lives)"
)
_HOME = r"(?:дома|у доме|дамоў|w domu|namuose|namie|at home)"
_CONTEXT = re.compile(
    rf"\b(?:{_THERE})|\b{_LEFT}\w*\W+(?:\w+\W+){{0,2}}{_HOME}\b|\b{_HOME}\W+{_LEFT}", re.IGNORECASE
)
_CAPITAL = r"[A-ZА-ЯЁІЎŁŚŻŹĆČŠŽĖĘĄŪŲĮ][a-zа-яёіўʼ'’łśżźćńóęąčšžėųūįŭ-]{2,}"
_NAME = rf"{_CAPITAL}(?:\s+(?:{_CAPITAL}|[A-ZА-ЯІ]\.)){{0,2}}"
_MINE = (
    r"(?:(?:мо[йяюеё]\w{0,2}|мая|май\w{1,3}|наш\w{0,3}|mój|moj\w{1,3}|mego|nasz\w{0,3}|mano|mūsų|my|our)\s+)?"
)
_OF_KIN = re.compile(
    rf"\b(?i:{_KIN})(?:\s*[,–—-]\s*|\s+(?:па імені\s+|по имени\s+|imieniem\s+|named\s+)?)({_NAME})"
)
_BEFORE_KIN = re.compile(rf"({_NAME})\s*[,–—(-]\s*{_MINE}(?i:{_KIN})\b")
_SURNAME = (
    r"\w*(?:[еэ]н?к[аоуыіе]|[ыуа]ко|[еёо]нак|ец|ц(?:а|у|ом|ам)|[иіыy][чц]\w{0,3}|ск(?:ий|ая|ого|ому|ой|им|ую|і|ага|аму|ім|ай)|[оеё]в(?:а|у|ым|ой|е|ай)?|"
    r"[ую]к(?:а|у|ом|ам)?|ин(?:а|у|ым|ой)|ік(?:а|у|ам)?|sk[iaą]\w{0,4}|wicz\w{0,4}|[eo]nk[oai]|[uiy]k(?:a|iem|owi)?|"
    r"[eo]v(?:a)?|ich|ych)"
)
_WHOLE = re.compile(rf"\b({_CAPITAL}\s+(?=[A-ZА-ЯЁІЎŁŚŻ]){_SURNAME})\b")
_IS_KIN = re.compile(rf"(?:{_KIN})\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…\n]+|$)")
# Written with a capital letter, and nobody's name.
_NOBODY = re.compile(
    rf"(?:{_THERE}|польш|польск|літв|литв|вільн|вильн|варшав|краков|кракаў|гданьск|люблин|люблін|poland|polsk|litw|"
    r"lietuv|viln|warsz|krak|gdańsk|lublin|poznań|kaun|klaip|европ|еўроп|europ|украин|україн|украін|ukrain|росси|расі|"
    r"rosj|росій|герман|нямеч|чех|чэх|ирланд|ірланд|бел[оа]р|biał|baltarus|я\b|мы\b|он\b|ён\b|яна\b|она\b|што\b|как\b|"
    r"karta|kart|карт|pesel|udsc|mos\b|migris|нфз|nfz|zus|зус|страж|straż|urz[aąę]d|уряд|ужонд|god\b|dzień|laba|"
    r"здравствуйте|добры|памаг|помог|спасибо|дзякуй|telegram|тэлеграм|телеграм|viber|вайбер|whats)",
    re.IGNORECASE,
)


def people_in(story: str) -> list[tuple[int, int]]:
    """Where names of people in Belarus stand: (start, end), in order, without overlaps."""
    found: list[tuple[int, int]] = []
    for start, end in _told_of_there(story):
        part = story[start:end]
        for pattern in (_OF_KIN, _BEFORE_KIN, _WHOLE):
            for hit in pattern.finditer(part):
                if pattern is _WHOLE and _NOBODY.match(hit.group(1)):
                    continue
                place = _trimmed(part, *hit.span(1))
                if place is not None:
                    found.append((start + place[0], start + place[1]))
    return list(_without_overlaps(sorted(set(found), key=lambda place: (place[0], -place[1]))))


def _told_of_there(story: str) -> Iterator[tuple[int, int]]:
    """Sentences that speak of Belarus or prison, and those right before and after."""
    sentences = [hit.span() for hit in _SENTENCE.finditer(story)]
    speaks = [bool(_CONTEXT.search(story[start:end])) for start, end in sentences]
    for number, place in enumerate(sentences):
        if any(speaks[max(0, number - 1) : number + 2]):
            yield place


def _trimmed(part: str, start: int, end: int) -> tuple[int, int] | None:
    """The name without words at its edges that are nobody's name; None when nothing is left."""
    words = [hit.span() for hit in re.finditer(r"\S+", part[start:end])]
    words = [(start + first, start + last) for first, last in words]
    while words and _NOBODY.match(part[slice(*words[-1])]):
        words.pop()
    while words and (_NOBODY.match(part[slice(*words[0])]) or _IS_KIN.match(part[slice(*words[0])])):
        words.pop(0)
    return (words[0][0], words[-1][1]) if words else None


def _without_overlaps(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reached = -1
    for start, end in places:
        if start >= reached:
            yield start, end
            reached = end
