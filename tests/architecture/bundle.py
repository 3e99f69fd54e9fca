"""One office's share of the world: requests, a case, tasks and a household, made through the real actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from cases.files.models import Attachment
from cases.legal import actions as legal
from cases.legal.models import (
    CaseType,
    Consultation,
    Deadline,
    Invitation,
    LegalCase,
    MemberStep,
    StepTemplate,
)
from cases.mentoring.actions import check_in, start_mentorship
from cases.mentoring.models import Mentorship
from cases.requests.actions import Contact, add_client_message, add_note, add_staff_message
from cases.requests.models import HelpRequest
from cases.requests.rules import TERMS_VERSION
from cases.requests.workflow import Outcome, Status
from cases.triage.actions import assign
from cases.volunteering import actions as volunteering
from cases.volunteering.actions.tasks import Card
from cases.volunteering.models import Claim, Task, VolunteerProfile
from cases.volunteering.workflow import TaskKind, VolunteerState
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from knowledge.articles.models import Topic
from tests.factories.accounts import UserFactory
from tests.factories.files import picture, send_file
from tests.factories.requests import Holder, make_holder, make_request

_SEALED = [
    "story",
    "own",
    "reply",
    "note",
    "brief",
    "place",
    "title",
    "notes",
    "privileged",
    "label",
    "month",
    "checkin",
    "contact",
    "file",
]
SECRETS = {name: f"secret-{name}-тайна" for name in (*_SEALED, "checkin", "contact")}


@dataclass
class Staff:
    """Who works in one office."""

    operator: User
    lawyer: User
    easy_volunteer: User
    volunteer: User


@dataclass
class Bundle:
    """What one office has. Requests: `plain` is the lawyer's by assignment, `member` stands in her case."""

    office: Office
    staff: Staff
    holder: Holder
    plain: HelpRequest
    member: HelpRequest
    fresh: HelpRequest
    closed: HelpRequest
    legal_case: LegalCase
    meeting: Consultation
    invitation: Invitation
    step: MemberStep
    deadline: Deadline  # of the same member, not confirmed
    open_task: Task  # tier 1
    easy_task: Task  # tier 0
    held: Claim  # the volunteer's, approved
    asked: Claim  # the volunteer's, waits for a yes
    easy_held: Claim  # the unvetted volunteer's, of a tier-0 task
    mentorship: Mentorship
    letter: Attachment  # of `plain`, from the person, checked


def make_staff(office: Office, name: str, role: Role) -> User:
    return UserFactory.create(email=f"{name}@ganak.example", name=name, roles=[role], office=office)


def make_volunteer(office: Office, name: str, *, tier: int) -> User:
    """Tier 0 is nobody's decision yet: somebody who has just applied."""
    user = make_staff(office, name, Role.VOLUNTEER)
    volunteering.save_profile(
        user=user, languages=["be"], cities=[], skills=[], weekly_hours=40, most_tasks=3, by=user
    )
    if tier:
        with writing():
            VolunteerProfile.objects.filter(pk=user.pk).update(
                state=VolunteerState.VETTED.value,
                tier=tier,
                terms_version=TERMS_VERSION,
                renew_on=timezone.localdate() + timedelta(days=365),
            )
    return User.objects.get(pk=user.pk)


def make_case_type(topic: Topic, country: str) -> CaseType:
    """A kind of matter with one step, in which the person brings a paper; each country has its own."""
    kind, is_new = CaseType.objects.get_or_create(
        slug=f"stay-{country.lower()}", defaults={"topic": topic, "country": country}
    )
    if is_new:
        CaseType.objects.filter(pk=kind.pk).update(name_en="Stay")
        StepTemplate.objects.create(
            case_type=kind,
            slug="papers",
            position=1,
            due_in_days=14,
            actor="person",
            document="Passport",
            document_en="Passport",
        )
    return kind


def make_bundle(office: Office, staff: Staff, topic: Topic) -> Bundle:
    """Everything of one office."""
    contact = Contact(channel="phone", address=SECRETS["contact"])
    holder = make_holder(office=office, contact=contact)
    plain = _told(
        staff, make_request(office=office, client=holder.client, story=SECRETS["story"], topic=topic), holder
    )
    member = make_request(office=office, client=holder.client, story=SECRETS["story"], topic=topic)
    legal_case, meeting, invitation, step = _case(staff, member, make_case_type(topic, office.country))
    return Bundle(
        office=office,
        staff=staff,
        holder=holder,
        plain=plain,
        member=HelpRequest.objects.get(pk=member.pk),
        fresh=make_request(office=office, story=SECRETS["story"], topic=topic),
        closed=make_request(office=office, status=Status.CLOSED, outcome=Outcome.SOLVED, topic=topic),
        legal_case=legal_case,
        meeting=meeting,
        invitation=invitation,
        step=step,
        deadline=legal.add_deadline(
            membership=invitation.membership,
            kind="pl_refusal",
            document_on=timezone.localdate(),
            by=staff.lawyer,
        ),
        open_task=make_task(staff, tier=1),
        easy_task=make_task(staff, tier=0),
        held=_approved(staff),
        asked=volunteering.claim_task(task_id=make_task(staff, tier=1).pk, by=staff.volunteer),
        easy_held=volunteering.claim_task(task_id=make_task(staff, tier=0).pk, by=staff.easy_volunteer),
        mentorship=_month(staff, plain),
        letter=send_file(plain, picture(), by=holder, name=f"{SECRETS['file']}.jpg"),
    )


def _told(staff: Staff, help_request: HelpRequest, holder: Holder) -> HelpRequest:
    """A request with a reply, her own words and a note, given to the lawyer."""
    add_staff_message(help_request=help_request, body=SECRETS["reply"], language="be", by=staff.operator)
    add_note(help_request=help_request, body=SECRETS["note"], language="be", by=staff.operator)
    add_client_message(
        help_request=help_request, body=SECRETS["own"], language="be", by=holder.actor, opener=holder.key
    )
    assign(help_request=help_request, to=staff.lawyer, by=staff.operator)
    return HelpRequest.objects.get(pk=help_request.pk)


def _case(
    staff: Staff, member: HelpRequest, kind: CaseType
) -> tuple[LegalCase, Consultation, Invitation, MemberStep]:
    legal_case = legal.open_case(
        case_type=kind,
        help_requests=[member],
        lawyer=staff.lawyer,
        title=SECRETS["title"],
        by=staff.operator,
    )
    legal.write_words(legal_case=legal_case, title=SECRETS["title"], notes=SECRETS["notes"], by=staff.lawyer)
    legal.keep_note(legal_case=legal_case, body=SECRETS["privileged"], note_id=uuid4(), by=staff.lawyer)
    membership = legal_case.memberships.get()
    legal.set_label(membership=membership, label=SECRETS["label"], file_number="", by=staff.lawyer)
    meeting = legal.schedule_consultation(
        legal_case=legal_case,
        starts_at=timezone.now() + timedelta(days=4),
        place=SECRETS["place"],
        seats=6,
        by=staff.lawyer,
    )
    invitation = legal.invite(consultation=meeting, memberships=[membership], by=staff.lawyer)[0]
    return legal_case, meeting, invitation, membership.steps.get()


def make_task(staff: Staff, *, tier: int, help_request: HelpRequest | None = None) -> Task:
    """A task on the board with a brief nobody may read before a claim."""
    card = Card(kind=TaskKind.ERRAND, languages=("be",), country="PL", city="Warszawa", tier=tier)
    return volunteering.make_task(
        card=card,
        brief=SECRETS["brief"],
        exact_place=SECRETS["place"],
        help_request=help_request,
        by=staff.lawyer,
    )


def _approved(staff: Staff) -> Claim:
    claim = volunteering.claim_task(task_id=make_task(staff, tier=1).pk, by=staff.volunteer)
    return volunteering.approve_claim(claim=claim, by=staff.operator)


def _month(staff: Staff, help_request: HelpRequest) -> Mentorship:
    mentorship = start_mentorship(
        help_request=help_request, mentor=staff.volunteer, brief=SECRETS["month"], by=staff.operator
    )
    check_in(mentorship=mentorship, mood="well", words=SECRETS["checkin"], by=staff.volunteer)
    return Mentorship.objects.get(pk=mentorship.pk)
