"""Every question, in the order of the page: a new entry here is a new question everywhere. Pure."""

from __future__ import annotations

from cases.intake.steps.question import Kind, Question, Words

LEGALIZATION, DOCUMENTS, HOUSING, EDUCATION = "legalization", "documents", "housing", "education"
HEALTH, WORK, MONEY, FAMILY, RIGHTS = "health", "work", "money", "family", "rights"
LANGUAGE, WELLBEING, ITEMS = "language", "wellbeing", "items"
POLAND, LITHUANIA = frozenset({"PL"}), frozenset({"LT"})


def _(text: str) -> str:
    """Marks a source string; whoever shows it translates it."""
    return text


def on(*topics: str) -> frozenset[str]:
    return frozenset(topics)


WAY = _("The way to go differs with it.")
RIGHTS_DIFFER = _("What you are entitled to depends on it.")
NO_DATE_MISSED = _("So that no date is missed.")
FITS = _("So that we look for what fits you.")
FIRST = _("It is the first thing that a lawyer asks.")
ADDRESS = _("Permits and schools often ask for a declared address.")
WHO_HELPS = _("So that we know who of us can help.")
BY_ITSELF = _("Only yes or no. Please do not write the number itself.")

STAY: Words = (
    ("visa", _("a visa")),
    ("humanitarian_visa", _("a humanitarian visa")),
    ("temporary", _("a temporary residence permit")),
    ("permanent", _("a permanent or EU long-term permit")),
    ("protection", _("international protection")),
    ("waiting", _("I wait for a decision")),
    ("nothing", _("nothing that is valid now")),
    ("other", _("something else")),
)
EXPIRES: Words = (
    ("permit", _("a residence permit or card")),
    ("visa", _("a visa")),
    ("passport", _("a passport")),
    ("appeal", _("the time for an appeal")),
    ("papers", _("the time to bring papers")),
    ("contract", _("a contract for work or rent")),
    ("other", _("something else")),
)
STAGE: Words = (
    ("not_yet", _("I have not applied yet")),
    ("applied", _("I have applied and I wait")),
    ("papers", _("the office asks for papers")),
    ("refused", _("I was refused")),
    ("granted", _("I have the decision")),
)
PAPER: Words = (
    ("passport", _("a Belarusian passport")),
    ("travel", _("a travel document or foreigner's passport")),
    ("certificate", _("a birth or marriage certificate")),
    ("power", _("a power of attorney")),
    ("licence", _("a driving licence")),
    ("other", _("something else")),
)
PLACE: Words = (
    ("kindergarten", _("a kindergarten")),
    ("school", _("a school")),
    ("university", _("a college or university")),
    ("diploma", _("recognition of a diploma")),
)
JOB: Words = (
    ("looking", _("I look for work")),
    ("working", _("I have work")),
    ("lost", _("I lost my work")),
    ("unpaid", _("I was not paid")),
    ("own", _("I have or plan an own business")),
)
MONEY_FOR: Words = (
    ("bank", _("a bank account")),
    ("benefit", _("child benefit")),
    ("tax", _("taxes and contributions")),
    ("debt", _("debts")),
    ("living", _("money to live on")),
)
KIN: Words = (
    ("marriage", _("marriage or divorce")),
    ("birth", _("the birth of a child")),
    ("joining", _("bringing the family together")),
    ("care", _("who cares for a child")),
)
WHERE: Words = (
    ("here", _("in this country")),
    ("belarus", _("in Belarus")),
    ("elsewhere", _("in another country")),
)
WHO_DID: Words = (
    ("office", _("an office or the police")),
    ("work", _("an employer")),
    ("owner", _("the owner of a flat")),
    ("other", _("somebody else")),
)
LEVEL: Words = (
    ("none", _("I start from zero")),
    ("some", _("I know a little (A1, A2)")),
    ("good", _("I speak it (B1 and more)")),
)
TIME: Words = (
    ("morning", _("mornings")),
    ("evening", _("evenings")),
    ("weekend", _("weekends")),
    ("online", _("only on the internet")),
)
FOR_WHOM: Words = (("me", _("for me")), ("child", _("for a child")), ("other", _("for somebody close to me")))
TALK: Words = (
    ("person", _("in person")),
    ("phone", _("by phone")),
    ("video", _("by video")),
    ("writing", _("in writing")),
)
THINGS: Words = (
    ("clothes", _("clothes and shoes")),
    ("baby", _("things for a baby")),
    ("food", _("food")),
    ("hygiene", _("soap, nappies and the like")),
    ("home", _("things for the home")),
)
TONGUES: Words = (
    ("be", _("Belarusian")),
    ("ru", _("Russian")),
    ("pl", _("Polish")),
    ("lt", _("Lithuanian")),
    ("en", _("English")),
    ("uk", _("Ukrainian")),
)
NUMBERED = on(LEGALIZATION, DOCUMENTS, HEALTH, WORK, MONEY, EDUCATION)
K = Kind

QUESTIONS: tuple[Question, ...] = (
    Question(
        "stay",
        K.CHOICE,
        _("On what ground do you stay here now?"),
        WAY,
        on(LEGALIZATION, DOCUMENTS, HEALTH, WORK, MONEY, FAMILY, RIGHTS),
        STAY,
    ),
    Question("stage", K.CHOICE, _("How far is it?"), WAY, on(LEGALIZATION), STAGE),
    Question("pesel", K.YES_NO, _("Do you have a PESEL number?"), BY_ITSELF, NUMBERED, countries=POLAND),
    Question(
        "personal_code",
        K.YES_NO,
        _("Do you have a personal code (asmens kodas)?"),
        BY_ITSELF,
        NUMBERED,
        countries=LITHUANIA,
    ),
    Question(
        "trusted_profile",
        K.YES_NO,
        _("Do you have a Trusted Profile (profil zaufany)?"),
        _("Applications to UDSC and the voivode are signed with it."),
        on(LEGALIZATION),
        countries=POLAND,
    ),
    Question(
        "migris",
        K.YES_NO,
        _("Have you filled in the application in MIGRIS?"),
        WAY,
        on(LEGALIZATION),
        countries=LITHUANIA,
    ),
    Question("paper", K.CHOICE, _("Which document is it about?"), WAY, on(DOCUMENTS), PAPER),
    Question(
        "passport_until",
        K.DATE,
        _("Until when is your Belarusian passport valid?"),
        NO_DATE_MISSED,
        on(LEGALIZATION, DOCUMENTS),
    ),
    Question("people", K.NUMBER, _("How many people need a place to live?"), FITS, on(HOUSING)),
    Question("rent", K.NUMBER, _("How much rent can you pay in a month?"), FITS, on(HOUSING)),
    Question(
        "registered",
        K.YES_NO,
        _("Are you registered at your address (zameldowanie)?"),
        ADDRESS,
        on(HOUSING, DOCUMENTS),
        countries=POLAND,
    ),
    Question(
        "declared",
        K.YES_NO,
        _("Have you declared where you live (gyvenamosios vietos deklaravimas)?"),
        ADDRESS,
        on(HOUSING, DOCUMENTS, LEGALIZATION),
        countries=LITHUANIA,
    ),
    Question(
        "owner_allows",
        K.YES_NO,
        _("Does the owner of the flat allow you to declare that you live there?"),
        ADDRESS,
        on(HOUSING, LEGALIZATION),
    ),
    Question("place", K.CHOICE, _("What do you look for?"), FITS, on(EDUCATION), PLACE),
    Question("child_age", K.NUMBER, _("How old is the child?"), RIGHTS_DIFFER, on(EDUCATION)),
    Question(
        "speaks_polish",
        K.YES_NO,
        _("Does the child understand Polish?"),
        _("Schools give extra lessons for it."),
        on(EDUCATION),
        countries=POLAND,
    ),
    Question(
        "speaks_lithuanian",
        K.YES_NO,
        _("Does the child understand Lithuanian?"),
        _("Schools give extra lessons for it."),
        on(EDUCATION),
        countries=LITHUANIA,
    ),
    Question(
        "nfz", K.YES_NO, _("Do you have health insurance (NFZ)?"), RIGHTS_DIFFER, on(HEALTH), countries=POLAND
    ),
    Question(
        "psd",
        K.YES_NO,
        _("Do you have health insurance (PSD)?"),
        RIGHTS_DIFFER,
        on(HEALTH),
        countries=LITHUANIA,
    ),
    Question(
        "medicine_days", K.NUMBER, _("For how many days does your medicine last?"), NO_DATE_MISSED, on(HEALTH)
    ),
    Question("interpreter", K.YES_NO, _("Do you need somebody who interprets?"), WHO_HELPS, on(HEALTH)),
    Question("job", K.CHOICE, _("How is it with your work?"), WAY, on(WORK), JOB),
    Question("contract", K.YES_NO, _("Do you have a written contract?"), FIRST, on(WORK, HOUSING)),
    Question(
        "employer_filed",
        K.YES_NO,
        _("Has the employer filed a declaration or asked for a permit for you?"),
        FIRST,
        on(WORK),
        countries=POLAND,
    ),
    Question(  # LT-07: ten working days to tell the Migration Department
        "job_ends",
        K.DATE,
        _("On which day did your work end, or will it end?"),
        _("After it you have only a few days to tell the Migration Department."),
        on(WORK),
        countries=LITHUANIA,
    ),
    Question("trade", K.TEXT, _("What is your trade or profession?"), FITS, on(WORK)),
    Question("money_for", K.CHOICE, _("What is it about most?"), WAY, on(MONEY), MONEY_FOR),
    Question("income", K.YES_NO, _("Has your household any income now?"), RIGHTS_DIFFER, on(MONEY, ITEMS)),
    Question(  # PL-16: the benefit is tied to a Polish school or preschool
        "polish_school",
        K.YES_NO,
        _("Do the children go to a Polish school or kindergarten?"),
        _("The benefit 800+ depends on it."),
        on(MONEY),
        countries=POLAND,
    ),
    Question("kin", K.CHOICE, _("What is it about most?"), WAY, on(FAMILY), KIN),
    Question(
        "kin_where",
        K.CHOICE,
        _("Where is the other person?"),
        _("Only the country. Please write no name and no address."),
        on(FAMILY),
        WHERE,
    ),
    Question("court", K.YES_NO, _("Is there a decision of a court?"), FIRST, on(FAMILY, RIGHTS)),
    Question("who_did", K.CHOICE, _("Who treats you badly?"), WAY, on(RIGHTS), WHO_DID),
    Question("happened_on", K.DATE, _("On which day was it?"), NO_DATE_MISSED, on(RIGHTS)),
    Question("got_paper", K.YES_NO, _("Did you get a paper about it?"), FIRST, on(RIGHTS)),
    Question("level", K.CHOICE, _("How well do you know the language?"), FITS, on(LANGUAGE), LEVEL),
    Question("time", K.CHOICES, _("When could you learn?"), FITS, on(LANGUAGE), TIME),
    Question("exam", K.YES_NO, _("Do you need an exam or a certificate?"), FITS, on(LANGUAGE)),
    Question("for_whom", K.CHOICE, _("For whom do you look for help?"), WHO_HELPS, on(WELLBEING), FOR_WHOM),
    Question("talk", K.CHOICES, _("How would you rather talk?"), FITS, on(WELLBEING), TALK),
    Question("things", K.CHOICES, _("What do you need?"), FITS, on(ITEMS), THINGS),
    Question("sizes", K.TEXT, _("Which sizes?"), FITS, on(ITEMS)),
    Question("fetch", K.YES_NO, _("Can you come and fetch it?"), WHO_HELPS, on(ITEMS)),
    Question("expires", K.CHOICE, _("What ends or runs out?"), NO_DATE_MISSED, words=EXPIRES),
    Question("tongues", K.CHOICES, _("Which languages do you speak?"), WHO_HELPS, words=TONGUES),
)
BY_CODE: dict[str, Question] = {question.code: question for question in QUESTIONS}


def questions_for(topic: str, country: str) -> list[Question]:
    """What is asked about this first-level topic in this country; what is asked of everybody stands last."""
    return [question for question in QUESTIONS if question.fits(topic, country)]
