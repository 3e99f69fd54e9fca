"""The words around a correction, once in each language, and in which language a person gets it. Pure."""

from __future__ import annotations

from collections.abc import Collection

from helpdesk.languages import reading_order

# {title} is the title of the article as readers of this language see it now.
CORRECTION: dict[str, str] = {
    "be": (
        "Раней мы напісалі вам пра «{title}». З таго часу парада змянілася: не спадзявайцеся больш на "
        "стары тэкст.\n\nНовы тэкст вы знойдзеце ў артыкуле ніжэй. Калі вы ўжо нешта зрабілі паводле "
        "старога тэксту або нешта незразумела, напішыце нам тут."
    ),
    "ru": (
        "Раньше мы написали вам про «{title}». С тех пор совет изменился: не полагайтесь больше на старый "
        "текст.\n\nНовый текст вы найдёте в статье ниже. Если вы уже что-то сделали по старому тексту или "
        "что-то непонятно, напишите нам здесь."
    ),
    "pl": (
        "Wcześniej pisaliśmy o temacie „{title}”. Od tego czasu nasza rada się zmieniła: prosimy nie polegać "
        "już na starym tekście.\n\nNowy tekst jest w artykule poniżej. Jeśli coś zostało już zrobione według "
        "starego tekstu albo coś jest niejasne, prosimy napisać do nas tutaj."
    ),
    "lt": (
        "Anksčiau rašėme jums apie „{title}“. Nuo tada patarimas pasikeitė: nebesiremkite senuoju tekstu.\n\n"
        "Naują tekstą rasite straipsnyje žemiau. Jei jau ką nors padarėte pagal seną tekstą arba kas nors "
        "neaišku, parašykite mums čia."
    ),
    "en": (
        "Earlier we wrote to you about “{title}”. Since then the advice has changed: do not rely on the old "
        "text any more.\n\nYou find the new text in the article below. If you have already done something by "
        "the old text, or if something is unclear, write to us here."
    ),
}


def prepared(language: str, title: str) -> str:
    """The correction as the lawyer finds it, ready to be sent or changed."""
    return CORRECTION[language].replace("{title}", title)


def language_for(reader: str, written: Collection[str]) -> str:
    """The first language of her order in which the correction is written; empty when there is none."""
    return next((code for code in reading_order(reader) if code in written), "")
