"""Sentences that answers are often made of, once in each language: nobody translates in a hurry. Pure."""

from __future__ import annotations

from collections.abc import Sequence

BLOCKS: dict[str, dict[str, str]] = {
    "read": {
        "be": "Дзякуй, што напісалі. Мы прачыталі ваш зварот.",
        "ru": "Спасибо, что написали. Мы прочитали ваше обращение.",
        "pl": "Dziękujemy za wiadomość. Przeczytaliśmy Pani/Pana zgłoszenie.",
        "lt": "Ačiū, kad parašėte. Perskaitėme jūsų kreipimąsi.",
        "en": "Thank you for writing. We have read your request.",
    },
    "article": {
        "be": "Адказ на ваша пытанне ёсць у гэтым артыкуле. Калі нешта незразумела, напішыце нам тут.",
        "ru": "Ответ на ваш вопрос есть в этой статье. Если что-то непонятно, напишите нам здесь.",
        "pl": (
            "Odpowiedź na to pytanie jest w tym artykule. Jeśli coś jest niejasne, proszę napisać do "
            "nas tutaj."
        ),
        "lt": "Atsakymas į jūsų klausimą yra šiame straipsnyje. Jei kas nors neaišku, parašykite mums čia.",
        "en": "The answer to your question is in this article. If something is unclear, write to us here.",
    },
    "more": {
        "be": (
            "Каб дапамагчы, нам трэба ведаць больш. Адкажыце, калі ласка, на пытанні ніжэй. Калі не "
            "ведаеце, так і напішыце."
        ),
        "ru": (
            "Чтобы помочь, нам нужно знать больше. Ответьте, пожалуйста, на вопросы ниже. Если не "
            "знаете, так и напишите."
        ),
        "pl": (
            "Aby pomóc, musimy wiedzieć więcej. Prosimy odpowiedzieć na pytania poniżej. Jeśli "
            "odpowiedź nie jest znana, wystarczy tak napisać."
        ),
        "lt": (
            "Kad galėtume padėti, turime žinoti daugiau. Atsakykite į klausimus žemiau. Jei nežinote, "
            "taip ir parašykite."
        ),
        "en": (
            "To help, we need to know more. Please answer the questions below. If you do not know, say so."
        ),
    },
    "lawyer": {
        "be": "Мы перадалі ваша пытанне юрысту. Зазірніце сюды зноў праз некалькі дзён.",
        "ru": "Мы передали ваш вопрос юристу. Загляните сюда снова через несколько дней.",
        "pl": "Przekazaliśmy sprawę prawnikowi. Prosimy zajrzeć tutaj ponownie za kilka dni.",
        "lt": "Perdavėme jūsų klausimą teisininkui. Užsukite čia vėl po kelių dienų.",
        "en": "We passed your question to a lawyer. Look here again in a few days.",
    },
    "no_documents": {
        "be": (
            "Не падпісвайце паперы, якіх не разумееце, і не аддавайце нікому пашпарт. Спачатку спытайце"
            " ў нас."
        ),
        "ru": (
            "Не подписывайте бумаги, которых не понимаете, и не отдавайте никому паспорт. Сначала "
            "спросите у нас."
        ),
        "pl": (
            "Prosimy nie podpisywać dokumentów, które są niezrozumiałe, i nikomu nie oddawać paszportu."
            " Najpierw prosimy zapytać nas."
        ),
        "lt": (
            "Nepasirašykite dokumentų, kurių nesuprantate, ir niekam neatiduokite paso. Pirmiausia "
            "paklauskite mūsų."
        ),
        "en": (
            "Do not sign papers that you do not understand, and give your passport to nobody. Ask us first."
        ),
    },
    "danger": {
        "be": "Калі вам пагражае небяспека цяпер, тэлефануйце 112. Гэта бясплатна і працуе ўсю ноч.",
        "ru": "Если вам грозит опасность сейчас, звоните 112. Это бесплатно и работает всю ночь.",
        "pl": "W razie zagrożenia prosimy od razu dzwonić pod 112. To bezpłatne i działa całą noc.",
        "lt": "Jei jums dabar gresia pavojus, skambinkite 112. Tai nemokama ir veikia visą naktį.",
        "en": "If you are in danger now, call 112. It is free and works all night.",
    },
    "not_ours": {
        "be": "На жаль, мы не можам дапамагчы з гэтым. Ніжэй напісана, хто можа.",
        "ru": "К сожалению, мы не можем помочь с этим. Ниже написано, кто может.",
        "pl": "Niestety nie możemy w tym pomóc. Poniżej piszemy, kto może.",
        "lt": "Deja, su tuo padėti negalime. Žemiau parašyta, kas gali.",
        "en": "We are sorry, we cannot help with this. Below you find who can.",
    },
}


def compose(blocks: Sequence[str], language: str, words: str = "", opening: str = "") -> str:
    """A canned reply, the chosen sentences in this language in the order of the list, then the free words."""
    sentences = [texts[language] for code, texts in BLOCKS.items() if code in blocks]
    return "\n\n".join(part for part in (opening, *sentences, words.strip()) if part)
