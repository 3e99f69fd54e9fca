"""Phrases that name how many days are left, in five languages. Unknown rather than a guess."""

from __future__ import annotations

import re
from datetime import date

from cases.triage.rules.phrases import flat

_NUMBERS = {
    1: "один одну одна адзін адну адна jeden jedna vienas viena vienos one",
    2: "два две двух дзве двух dwa dwie dwoch du dvi dvieju two пару пара pare couple",
    3: "три трех тры трох trzy trzech trys tris triju three",
    4: "четыре четырех чатыры cztery czterech keturi keturias four",
    5: "пять пяць piec pieciu penkios penkias five",
    6: "шесть шэсць szesc szesciu sesias six",
    7: "семь сем siedem siedmiu septynias seven",
    8: "восемь восем osiem astuonias eight",
    9: "девять дзевяць dziewiec devynias nine",
    10: "десять дзесяць dziesiec desimt ten",
    14: "четырнадцать чатырнаццаць czternascie keturiolika fourteen",
    30: "тридцать трыццаць trzydziesci trisdesimt thirty",
}
_VALUE = {word: number for number, words in _NUMBERS.items() for word in words.split()}
_UNITS = {
    1: r"дн\S*|дзен\S*|дня|день|dni|dzien|dnia|dien\S*|days?",
    7: r"недел\S*|тыдн\S*|тыдзен\S*|tydzien|tygodni\S*|savait\S*|weeks?",
    30: r"месяц\S*|miesiac\S*|miesiec\S*|menes\S*|months?",
}
_BEFORE = (
    r"через|осталось|остался|осталась|остается|в течение|на протяжении|есть|у меня|всего|дали|дается|"
    r"праз|засталося|застаўся|засталіся|на працягу|ёсць|усяго|далі|"
    r"za|zostal\S*|w ciagu|w terminie|mam|tylko|mamy|po|liko|per|turiu|tik|in|within|left|only|have"
)
_AFTER = (
    r"осталось|остался|засталося|на апелляц\S*|на обжалов\S*|на апеляц\S*|zostal\S*|na odwolan\S*|liko|left"
)
_AGO = r"назад|таму|temu|ago"
_AMOUNT = rf"(\d{{1,3}}|{'|'.join(sorted(_VALUE, key=len, reverse=True))})"
_TOMORROW = {
    0: r"сегодня|сёння|сення|dzis\S*|siandien|today",
    1: r"завтра|заўтра|jutro|rytoj|tomorrow",
    2: r"послезавтра|паслязаўтра|pojutrze|poryt",
}
_MONTHS = (
    "январ* студзен* stycz* saus* januar*",
    "феврал* лют* lut* vasari* februar*",
    "март* сакавік* marc* marz* kov* march",
    "апрел* красавік* kwie* baland* april",
    "мая май траўн* maja maj geguz* may",
    "июн* чэрвен* czerw* birzel* june",
    "июл* ліпен* lip* liep* july",
    "август* жні* sierp* rugpj* august",
    "сентябр* верас* wrzes* rugsej* september",
    "октябр* кастрычнік* pazdziernik* spal* october",
    "ноябр* лістапад* listopad* lapkri* november",
    "декабр* снеж* grud* gruod* december",
)
_MONTH = {
    number: "|".join(word[:-1] + r"\S*" if word.endswith("*") else word for word in names.split())
    for number, names in enumerate(_MONTHS, start=1)
}
_UNTIL = r"до|да|do|iki|until|by|till"


def days_left(text: str, today: date) -> int | None:
    """The smallest number of days that the text says are left; None when it says nothing clear."""
    story = flat(text)
    found = [*_amounts(story), *_dates(story, today), *_near_days(story)]
    return min(found) if found else None


def _amounts(story: str) -> list[int]:
    found = []
    for days, unit in _UNITS.items():
        before = rf" (?:{_BEFORE}) (?:\S+ )?{_AMOUNT} (?:{unit}) (?!{_AGO})"
        after = rf" {_AMOUNT} (?:{unit}) (?:{_AFTER}) "
        bare = rf" (?:через|праз|za|po|in a) (?:{unit}) (?!{_AGO})"
        for pattern in (before, after):
            found += [_number(match.group(1)) * days for match in re.finditer(pattern, story)]
        found += [days for _ in re.finditer(bare, story)]
    return [number for number in found if number <= 365]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _VALUE[word]


def _dates(story: str, today: date) -> list[int]:
    found = []
    for month, names in _MONTH.items():
        for match in re.finditer(rf" (?:{_UNTIL}) (\d{{1,2}}) (?:{names}) ", story):
            found += _days_to(int(match.group(1)), month, today)
    return found


def _days_to(day: int, month: int, today: date) -> list[int]:
    try:
        when = date(today.year, month, day)
        if (today - when).days > 60:  # a month named without a year lies ahead
            when = date(today.year + 1, month, day)
    except ValueError:
        return []
    return [max((when - today).days, 0)]


def _near_days(story: str) -> list[int]:
    """Today and tomorrow count only beside a word for an end: people also say "hello from today"."""
    ends = (
        r"срок\S*|законч\S*|истека\S*|послед\S*|суд|тэрмін\S*|канча\S*|апошн\S*|termin\S*|konczy\S*|mija|ostatni\S*|"
        r"baigiasi|paskutin\S*|deadline|expires?|last day|высел\S*|eviction"
    )
    found = []
    for days, word in _TOMORROW.items():
        near = rf" (?:{word}) (?:\S+ ){{0,3}}(?:{ends}) | (?:{ends}) (?:\S+ ){{0,3}}(?:{word}) "
        if re.search(near, story):
            found.append(days)
    return found
