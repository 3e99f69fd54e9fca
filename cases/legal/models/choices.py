"""The words for what the tables of the legal room hold."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.legal.workflow import CaseStatus, GrantEnd, InvitationState, StepState, WhyGranted, Work

CASE_STATUS_CHOICES = [
    (CaseStatus.OPEN.value, pgettext_lazy("case status", "open")),
    (CaseStatus.CLOSED.value, pgettext_lazy("case status", "closed")),
]
STEP_CHOICES = [
    (StepState.TODO.value, pgettext_lazy("step", "to do")),
    (StepState.DONE.value, pgettext_lazy("step", "done")),
    (StepState.NOT_NEEDED.value, pgettext_lazy("step", "not needed")),
]
GRANT_CHOICES = [
    (WhyGranted.ASSIGNED.value, pgettext_lazy("why granted", "lawyer of the case")),
    (WhyGranted.SECOND_LAWYER.value, pgettext_lazy("why granted", "a second lawyer works on it")),
    (WhyGranted.HEARING.value, pgettext_lazy("why granted", "a hearing or an appointment")),
    (WhyGranted.LANGUAGE.value, pgettext_lazy("why granted", "she speaks the language")),
    (WhyGranted.STAND_IN.value, pgettext_lazy("why granted", "she stands in")),
    (WhyGranted.DESK_WORK.value, pgettext_lazy("why granted", "papers and calls for the case")),
]
GRANT_END_CHOICES = [
    (GrantEnd.NOT_CONFIRMED.value, pgettext_lazy("grant", "nobody confirmed it")),
    (GrantEnd.TAKEN_BACK.value, pgettext_lazy("grant", "taken back")),
    (GrantEnd.HANDED_OVER.value, pgettext_lazy("grant", "the case was handed over")),
    (GrantEnd.CASE_CLOSED.value, pgettext_lazy("grant", "the case was closed")),
    (GrantEnd.RENEWED.value, pgettext_lazy("grant", "a new one was given")),
]
WORK_CHOICES = [
    (Work.TALK.value, pgettext_lazy("work", "talk")),
    (Work.PAPERS.value, pgettext_lazy("work", "papers")),
    (Work.OFFICE.value, pgettext_lazy("work", "at an office or court")),
    (Work.MEETING.value, pgettext_lazy("work", "consultation")),
    (Work.OTHER.value, pgettext_lazy("work", "something else")),
]
ACTOR_CHOICES = [
    ("person", pgettext_lazy("who acts", "the person")),
    ("lawyer", pgettext_lazy("who acts", "the lawyer")),
    ("desk", pgettext_lazy("who acts", "the help desk")),
    ("office", pgettext_lazy("who acts", "an office")),
    ("other", pgettext_lazy("who acts", "somebody else")),
]
INVITATION_CHOICES = [
    (InvitationState.INVITED.value, pgettext_lazy("invitation", "invited")),
    (InvitationState.WAITING.value, pgettext_lazy("invitation", "waits for a seat")),
    (InvitationState.ACCEPTED.value, pgettext_lazy("invitation", "will come")),
    (InvitationState.DECLINED.value, pgettext_lazy("invitation", "will not come")),
    (InvitationState.ATTENDED.value, pgettext_lazy("invitation", "came")),
    (InvitationState.MISSED.value, pgettext_lazy("invitation", "did not come")),
]

# The paper or event from which the time runs. Those without a rule (rules/due_days.py) are "unknown".
DEADLINE_CHOICES = [
    ("pl_refusal", _("Poland: decision that refuses a residence permit, delivered")),
    ("pl_not_opened", _("Poland: refusal to open a case, delivered")),
    ("pl_missed_term", _("Poland: the obstacle that made her miss a term is over")),
    ("pl_final_refusal", _("Poland: the refusal has become final")),
    ("pl_court", _("Poland: decision of the Office for Foreigners, delivered (court)")),
    ("pl_office_call", _("Poland: the office asks for papers or a payment")),
    ("pl_asylum_filed", _("Poland: application for protection handed in")),
    ("pl_protection_given", _("Poland: protection given")),
    ("pl_birth_card", _("Poland: birth card of a child")),
    ("pl_trusted_profile", _("Poland: Trusted Profile filled in, not confirmed yet")),
    ("pl_arrival", _("Poland: arrival (registering an address)")),
    ("lt_refusal", _("Lithuania: decision that refuses, delivered")),
    ("lt_migris_form", _("Lithuania: form filled in on MIGRIS")),
    ("lt_job_ended", _("Lithuania: the job has ended (telling the office)")),
    ("lt_new_job_short", _("Lithuania: the job has ended, permit younger than 2 years (new job)")),
    ("lt_new_job_long", _("Lithuania: the job has ended, permit of 2 years or older (new job)")),
    ("lt_changes", _("Lithuania: change of a document, family state or address")),
    ("other", _("Another letter: the day stands in it")),
]
# The rule in words, for whoever confirms it.
RULE_WORDS: dict[str, Promise] = {
    "pl_refusal": _(
        "14 days from delivery to appeal, through the voivode. "
        "A letter that is not collected counts as delivered after 14 days."
    ),
    "pl_not_opened": _("7 days from delivery to complain."),
    "pl_missed_term": _("7 days from the end of the obstacle to ask for the term back."),
    "pl_final_refusal": _("30 days to leave after a final refusal."),
    "pl_asylum_filed": _("2 days to report to the reception centre, also for those who live elsewhere."),
    "pl_protection_given": _("60 days to apply for the integration programme."),
    "pl_birth_card": _("21 days from the birth card to register the birth."),
    "pl_trusted_profile": _("14 days to confirm the Trusted Profile in person."),
    "lt_refusal": _("14 days to complain to the regional administrative court."),
    "lt_migris_form": _("4 months from the form to come with the originals."),
    "lt_job_ended": _("10 working days to tell the Migration Department."),
    "lt_new_job_short": _("3 months to find work when the permit is younger than 2 years."),
    "lt_new_job_long": _("6 months to find work when the permit is 2 years old or older."),
}
WHEN_FREE_WORDS: dict[str, Promise] = {
    "next": _("It would end on a free day, so it ends with the next working day."),
    "before": _("It ends on a free day, so the last working day before is the safe one."),
}
# What the client reads about her own day.
ACT_WORDS: dict[str, Promise] = {
    "pl_refusal": _("Last day to send the appeal"),
    "pl_not_opened": _("Last day to send the complaint"),
    "pl_missed_term": _("Last day to ask for the missed term back"),
    "pl_final_refusal": _("Last day of your legal stay"),
    "pl_court": _("Last day to go to court"),
    "pl_office_call": _("Last day to answer the office"),
    "pl_asylum_filed": _("Last day to report to the reception centre"),
    "pl_protection_given": _("Last day to apply for the integration programme"),
    "pl_birth_card": _("Last day to register the birth"),
    "pl_trusted_profile": _("Last day to confirm your Trusted Profile"),
    "pl_arrival": _("Last day to register your address"),
    "lt_refusal": _("Last day to complain to the court"),
    "lt_migris_form": _("Last day to come to the Migration Department with your papers"),
    "lt_job_ended": _("Last day to tell the Migration Department that your job has ended"),
    "lt_new_job_short": _("Last day to find a new job"),
    "lt_new_job_long": _("Last day to find a new job"),
    "lt_changes": _("Last day to tell the Migration Department about the change"),
    "other": _("Last day named in your letter"),
}


def act_words(kind: str) -> Promise:
    """A kind that is in no list any more is still somebody's day."""
    return ACT_WORDS.get(kind, ACT_WORDS["other"])
