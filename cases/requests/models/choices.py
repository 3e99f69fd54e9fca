"""Labels of the workflow words, for fields and pages."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.requests.workflow import Channel, Flag, Outcome, Status, Turn, Urgency

STATUS_CHOICES = [
    (Status.NEW.value, pgettext_lazy("status", "new")),
    (Status.TRIAGED.value, pgettext_lazy("status", "in work")),
    (Status.ANSWERED.value, pgettext_lazy("status", "answered")),
    (Status.IN_CASE.value, pgettext_lazy("status", "in a legal case")),
    (Status.WITH_VOLUNTEER.value, pgettext_lazy("status", "with a volunteer")),
    (Status.REFERRED.value, pgettext_lazy("status", "referred")),
    (Status.WAITING_LIST.value, pgettext_lazy("status", "on the waiting list")),
    (Status.CLOSED.value, pgettext_lazy("status", "closed")),
]
URGENCY_CHOICES = [
    (Urgency.EMERGENCY.value, pgettext_lazy("urgency", "emergency")),
    (Urgency.HIGH.value, pgettext_lazy("urgency", "urgent")),
    (Urgency.NORMAL.value, pgettext_lazy("urgency", "normal")),
    (Urgency.LOW.value, pgettext_lazy("urgency", "can wait")),
]
TURN_CHOICES = [
    (Turn.US.value, pgettext_lazy("turn", "our turn")),
    (Turn.CLIENT.value, pgettext_lazy("turn", "the client's turn")),
    (Turn.OFFICE.value, pgettext_lazy("turn", "an office's turn")),
    (Turn.NOBODY.value, pgettext_lazy("turn", "nobody's turn")),
]
CHANNEL_CHOICES = [
    (Channel.WEB.value, pgettext_lazy("channel", "web form")),
    (Channel.PHONE.value, pgettext_lazy("channel", "phone")),
    (Channel.MESSENGER.value, pgettext_lazy("channel", "messenger")),
    (Channel.EMAIL.value, pgettext_lazy("channel", "e-mail")),
    (Channel.WALK_IN.value, pgettext_lazy("channel", "walk-in")),
    (Channel.PARTNER.value, pgettext_lazy("channel", "partner")),
    (Channel.IMPORT.value, pgettext_lazy("channel", "import")),
]
FLAG_CHOICES = [
    (Flag.UNACCOMPANIED_MINOR.value, pgettext_lazy("flag", "child alone")),
    (Flag.DOMESTIC_VIOLENCE.value, pgettext_lazy("flag", "violence at home")),
    (Flag.TORTURE_SURVIVOR.value, pgettext_lazy("flag", "torture survivor")),
    (Flag.SUICIDAL.value, pgettext_lazy("flag", "suicide risk")),
    (Flag.PREGNANT_UNINSURED.value, pgettext_lazy("flag", "pregnant, no insurance")),
    (Flag.CHRONIC_ILLNESS.value, pgettext_lazy("flag", "chronic illness")),
    (Flag.DISABILITY.value, pgettext_lazy("flag", "disability")),
    (Flag.SINGLE_PARENT.value, pgettext_lazy("flag", "single parent")),
    (Flag.ELDERLY.value, pgettext_lazy("flag", "elderly person")),
    (Flag.ASYLUM_NO_WORK_RIGHT.value, pgettext_lazy("flag", "asylum applicant, may not work")),
    (Flag.HOMELESS.value, pgettext_lazy("flag", "no roof tonight")),
    (Flag.DETAINED.value, pgettext_lazy("flag", "detained")),
    (Flag.CHILD_OUT_OF_SCHOOL.value, pgettext_lazy("flag", "child out of school")),
]
OUTCOME_CHOICES = [
    (Outcome.SOLVED.value, pgettext_lazy("outcome", "solved")),
    (Outcome.ANSWERED.value, pgettext_lazy("outcome", "answered")),
    (Outcome.HANDED_ON.value, pgettext_lazy("outcome", "handed on")),
    (Outcome.NOT_POSSIBLE.value, pgettext_lazy("outcome", "not possible to help")),
    (Outcome.WITHDRAWN.value, pgettext_lazy("outcome", "withdrawn by the person")),
    (Outcome.NO_REPLY.value, pgettext_lazy("outcome", "no reply from the person")),
    (Outcome.SPAM.value, pgettext_lazy("outcome", "spam")),
]
COUNTRY_CHOICES = [("PL", pgettext_lazy("country", "Poland")), ("LT", pgettext_lazy("country", "Lithuania"))]
CONTACT_CHOICES = [
    ("none", pgettext_lazy("contact", "do not contact me")),
    ("email", pgettext_lazy("contact", "e-mail")),
    ("phone", pgettext_lazy("contact", "phone call")),
    ("messenger", pgettext_lazy("contact", "messenger")),
]
PART_OF_DAY_CHOICES = [
    ("morning", pgettext_lazy("part of day", "in the morning, 9 to 12")),
    ("afternoon", pgettext_lazy("part of day", "in the afternoon, 12 to 16")),
    ("evening", pgettext_lazy("part of day", "in the evening, 16 to 20")),
]
HEARD_CHOICES = [
    ("friends", pgettext_lazy("heard from", "friends or family")),
    ("messenger", pgettext_lazy("heard from", "a messenger channel")),
    ("search", pgettext_lazy("heard from", "the internet")),
    ("partner", pgettext_lazy("heard from", "a partner")),
    ("media", pgettext_lazy("heard from", "press or radio")),
    ("before", pgettext_lazy("heard from", "was here before")),
]
