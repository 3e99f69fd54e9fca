"""Probes of the safety matrix: seals, access by name, privileged notes, lists of matters, papers."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.casefile.actions.papers import give_paper
from cases.casefile.models import StepPaper
from cases.files.models import Attachment
from cases.legal import actions as legal
from cases.legal.models import CaseGrant, LegalCase, MatterUpload, PrivilegedNote, TimeSpent
from cases.requests.actions.seals import ask_unseal, seal_off
from cases.requests.models import HelpRequest, RequestSeal
from cases.requests.workflow import WhySealed
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from tests.architecture.probes_rooms import read_case_notes
from tests.architecture.visitor import ALL, NONE, Visitor, done, once
from tests.factories.accounts import UserFactory
from tests.factories.files import picture, send_file


def _team(at: Visitor) -> dict[str, User]:
    return at.world.away if at.thing == "foreign" else at.world.people


def _other(at: Visitor) -> User:
    """The one of the two who is not at work here."""
    return _team(at)["lawyer" if at.role == "coord" else "coord"]


def seal(at: Visitor) -> str:
    at.post("casefile:seal", at.request.pk, why="threatened")
    return done(is_done=RequestSeal.objects.filter(help_request=at.request).exists())


def unseal(at: Visitor) -> str:
    """A colleague has asked; this is the second person. Alone nobody opens anything."""
    row = HelpRequest.objects.get(pk=at.it.plain.pk)
    seal_off(help_request=row, why=WhySealed.THREATENED, by=_team(at)["oper"])
    at.post("casefile:seal", row.pk, why="over")
    at.post("casefile:unseal", row.pk, agrees="yes")
    assert HelpRequest.objects.get(pk=row.pk).sensitivity == 3
    ask_unseal(help_request=row, why="over", by=_other(at))
    at.post("casefile:unseal", row.pk, agrees="yes")
    return done(is_done=HelpRequest.objects.get(pk=row.pk).sensitivity < 3)


def seal_case(at: Visitor) -> str:
    at.post("legal:seal", at.it.legal_case.pk, why="threatened")
    return done(is_done=LegalCase.objects.get(pk=at.it.legal_case.pk).is_sealed)


def unseal_case(at: Visitor) -> str:
    row = LegalCase.objects.get(pk=at.it.legal_case.pk)
    legal.seal_case(legal_case=row, why=WhySealed.THREATENED, by=_team(at)["oper"])
    legal.ask_unseal_case(legal_case=row, why="over", by=_other(at))
    at.post("legal:unseal", row.pk, agrees="yes")
    return done(is_done=not LegalCase.objects.get(pk=row.pk).is_sealed)


def grant(at: Visitor) -> str:
    """Lets a colleague into the case by name; who is at work here is never named herself."""
    until = (timezone.localdate() + timedelta(days=5)).isoformat()
    office = at.it.office
    person = UserFactory.create(email="named@ganak.example", name="Named", roles=[Role.LAWYER], office=office)
    at.post("legal:grants", at.it.legal_case.pk, person=str(person.pk), why="hearing", until=until)
    return done(is_done=CaseGrant.objects.named().filter(user=person).exists())


def read_privileged(at: Visitor) -> str:
    """The notes of the case and the privileged ones: both or neither."""
    own = read_case_notes(at)
    found = at.reads(at.get("legal:privileged", at.it.legal_case.pk), "privileged")
    assert (own == ALL) == (found == ALL)
    return ALL if found == ALL else NONE


def write_privileged(at: Visitor) -> str:
    before = PrivilegedNote.objects.count()
    at.post("legal:privileged", at.it.legal_case.pk, once=once(), body="Тайна", member="")
    return done(is_done=PrivilegedNote.objects.count() > before)


def spend_time(at: Visitor) -> str:
    day = timezone.localdate().isoformat()
    at.post("legal:time", at.it.legal_case.pk, once=once(), minutes="15", kind="talk", on=day, member="")
    return done(is_done=TimeSpent.objects.exists())


def import_matters(at: Visitor) -> str:
    at.post("legal:import", sheet=SimpleUploadedFile("list.csv", b"Person;Number\nA;1\n"))
    return done(is_done=MatterUpload.objects.exists())


def _letter(at: Visitor) -> Attachment:
    """A checked file of the member, as she sent it."""
    return send_file(at.it.member, picture(), by=ByReceipt(at.it.member.client_id))


def give(at: Visitor) -> str:
    letter, step = _letter(at), at.it.step
    if at.role in {"anon", "client"}:
        at.post("casefile:inbox_papers", step=str(step.pk), file=str(letter.pk))
    else:
        at.post("casefile:papers", at.it.member.pk, step=str(step.pk), file=str(letter.pk))
    return done(is_done=StepPaper.objects.exists())


def judge(at: Visitor) -> str:
    paper = give_paper(step=at.it.step, attachment=_letter(at), by=ByReceipt(at.it.member.client_id))
    at.post("casefile:papers", at.it.member.pk, paper=str(paper.pk), state="accepted")
    return done(is_done=StepPaper.objects.get(pk=paper.pk).state == "accepted")
