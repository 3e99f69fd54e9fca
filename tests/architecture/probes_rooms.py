"""Probes of the safety matrix in the rooms: cases, tasks, households, knowledge, people, figures, the log."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.legal.models import CaseType, Consultation, Invitation, LegalCase, Membership
from cases.mentoring.models import Mentorship
from cases.requests.models import Message
from cases.volunteering.models import Claim, Task, VolunteerProfile
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import RoleGrant, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.team.models import SignInReset, TeamInvitation
from knowledge.articles.actions import change_facts, save_draft
from knowledge.articles.models import Article, Revision
from knowledge.directory.models import Service
from tests.architecture.bundle import SECRETS
from tests.architecture.visitor import ALL, META, NONE, Visitor, done

TEXT = {"title": "Новы загаловак", "summary": "", "body": "Новы тэкст.", "significance": "clarification"}


def create_case(at: Visitor) -> str:
    before = LegalCase.objects.count()
    kind = CaseType.objects.get(country=at.request.country)
    at.post("legal:new", selected=[str(at.request.pk)], case_type=str(kind.pk), lawyer="", title="Назва")
    return done(is_done=LegalCase.objects.count() > before)


def read_case(at: Visitor) -> str:
    return at.reads(at.get("legal:open", at.it.legal_case.pk), "title", "label")


def read_case_notes(at: Visitor) -> str:
    return at.reads(at.get("legal:open", at.it.legal_case.pk), "notes")


def write_case_notes(at: Visitor) -> str:
    row = at.it.legal_case
    before = LegalCase.objects.get(pk=row.pk).notes
    at.post("legal:words", row.pk, title="Назва", notes="Іншыя нататкі")
    return done(is_done=LegalCase.objects.get(pk=row.pk).notes != before)


def broadcast(at: Visitor) -> str:
    before = Message.objects.count()
    at.post("legal:send", at.it.legal_case.pk, text_be="Паведамленне ўсім")
    return done(is_done=Message.objects.count() > before)


def add_remove_member(at: Visitor) -> str:
    row = at.it.legal_case
    at.post("legal:remove", row.pk, at.it.invitation.membership_id)
    removed = not Membership.objects.filter(pk=at.it.invitation.membership_id, left_at=None).exists()
    at.post("legal:add", row.pk, code=at.it.plain.code)
    added = Membership.objects.filter(legal_case=row, help_request=at.it.plain, left_at=None).exists()
    assert added == removed
    return done(is_done=added)


def schedule(at: Visitor) -> str:
    before = Consultation.objects.count()
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    at.post("legal:schedule", at.it.legal_case.pk, on_date=day, at_time="12:00", place="Тут", seats="4")
    return done(is_done=Consultation.objects.count() > before)


def invite(at: Visitor) -> str:
    with writing():
        Invitation.objects.filter(pk=at.it.invitation.pk).delete()
    at.post("legal:invite", at.it.legal_case.pk, at.it.meeting.pk)
    return done(is_done=at.it.meeting.invitations.exists())


def rsvp(at: Visitor) -> str:
    row = at.it.invitation
    if at.is_client:
        at.post("casefile:inbox_answer", invitation=str(row.pk), seats="1", answer="yes")
    else:
        at.post("legal:answer", at.it.legal_case.pk, row.pk, accept="yes", seats="1")
    return done(is_done=Invitation.objects.get(pk=row.pk).state == "accepted")


def attendance(at: Visitor) -> str:
    row = at.it.invitation
    begun = timezone.now() - timedelta(minutes=5)
    with writing():
        Consultation.objects.filter(pk=at.it.meeting.pk).update(starts_at=begun)
        Invitation.objects.filter(pk=row.pk).update(state="accepted")
    at.post("legal:attendance", at.it.legal_case.pk, row.pk, came="yes")
    return done(is_done=Invitation.objects.get(pk=row.pk).state == "attended")


def create_task(at: Visitor) -> str:
    before = Task.objects.count()
    at.post("volunteering:new_task", at.request.pk, kind="errand", languages=["be"], country="PL", city="",
            part_of_day="any", hours="2", tier="1", brief="Змест")  # fmt: skip
    return done(is_done=Task.objects.count() > before)


def list_tasks(at: Visitor) -> str:
    """Not granted: a task above the own tier, for the desk one of another office. No card tells a secret."""
    wanted = at.it.easy_task if at.role == "vol0" and at.thing == "granted" else at.it.open_task
    if at.thing == "foreign" and at.role == "vol1":
        return NONE  # open tasks are there for every vetted volunteer, wherever she lives
    response = at.get("volunteering:board")
    text = response.content.decode()
    assert not any(secret in text for secret in SECRETS.values())
    return done(is_done=response.status_code == 200 and str(wanted.pk) in text)


def claim_task(at: Visitor) -> str:
    """Not granted: a tier above the own one, or one more than the most."""
    if at.thing == "granted":
        for held in (at.it.asked, at.it.easy_held):
            at.post("volunteering:release", held.task_id)
    wanted = at.it.easy_task if at.role == "vol0" and at.thing == "granted" else at.it.open_task
    before = Claim.objects.count()
    at.post("volunteering:claim", wanted.pk)
    return done(is_done=Claim.objects.count() > before)


def approve_claim(at: Visitor) -> str:
    row = at.it.asked
    at.post("volunteering:decide", row.task_id, row.pk, answer="yes")
    return done(is_done=Claim.objects.get(pk=row.pk).state == "approved")


def _held(at: Visitor) -> Claim:
    return at.it.easy_held if at.role == "vol0" else at.it.held


def read_brief(at: Visitor) -> str:
    return at.reads(at.get("volunteering:task", _held(at).task_id), "brief")


def finish_task(at: Visitor) -> str:
    row = _held(at)
    at.post("volunteering:finish", row.task_id, result="done", hours="1", report="Зроблена")
    return done(is_done=Claim.objects.get(pk=row.pk).state == "done")


def revoke_task(at: Visitor) -> str:
    """By taking the claim away or by withdrawing the task: who may one may the other."""
    row = at.it.held
    at.post("volunteering:decide", row.task_id, row.pk, answer="no")
    refused = Claim.objects.get(pk=row.pk).state == "refused"
    at.post("volunteering:withdraw", at.it.asked.task_id)
    withdrawn = Task.objects.get(pk=at.it.asked.task_id).status == "withdrawn"
    assert refused == withdrawn
    return done(is_done=refused)


def start_and_end_month(at: Visitor) -> str:
    row = at.it.mentorship
    at.post("mentoring:end", row.pk, handover="Усё зроблена", outcome="mostly")
    ended = Mentorship.objects.get(pk=row.pk).status == "ended"
    with writing():
        Mentorship.objects.filter(pk=row.pk).delete()
    at.post("mentoring:start", at.it.plain.pk, mentor=str(at.it.staff.volunteer.pk), brief="Новая сям'я")
    started = Mentorship.objects.filter(household=at.it.holder.client.household).exists()
    assert started == ended
    return done(is_done=started)


def read_month(at: Visitor) -> str:
    return at.reads(at.get("mentoring:open", at.it.mentorship.pk), "month", "checkin")


def extend(at: Visitor) -> str:
    """A reason from the list belongs to it."""
    row = at.it.mentorship
    at.post("mentoring:extend", row.pk, days="5")
    assert Mentorship.objects.get(pk=row.pk).ends_on == row.ends_on
    at.post("mentoring:extend", row.pk, days="5", reason="illness")
    return done(is_done=Mentorship.objects.get(pk=row.pk).ends_on > row.ends_on)


def read_profiles(at: Visitor) -> str:
    if at.role in {"vol0", "vol1"}:
        assert at.get("joining:people").status_code == 403
        return done(is_done=at.get("volunteering:me").status_code == 200 and at.thing == "granted")
    response = at.get("joining:people")
    shown = f"{at.it.staff.volunteer.name}<" in response.content.decode()
    return done(is_done=response.status_code == 200 and shown)


def edit_profile(at: Visitor) -> str:
    whose = at.world.people.get(at.role) if at.thing == "granted" else at.it.staff.easy_volunteer
    at.post("volunteering:profile", languages=["lt"], weekly_hours="7", most_tasks="1")
    changed = VolunteerProfile.objects.filter(weekly_hours=7)
    return done(is_done=whose is not None and changed.filter(pk=whose.pk).exists())


def read_article(at: Visitor) -> str:
    page, api = at.get("knowledge:article", "pl-pesel"), at.get("api_article", "pl-pesel")
    return done(is_done=(page.status_code, api.status_code) == (200, 200))


def edit_article(at: Visitor) -> str:
    before = Revision.objects.count()
    at.post("knowledge:edit", "pl-pesel", "be", do="draft", **TEXT)
    return done(is_done=Revision.objects.count() > before)


def publish_article(at: Visitor) -> str:
    article = Article.objects.get(slug="pl-pesel")
    save_draft(article=article, language="be", by=at.world.people["editor"], **TEXT)
    at.post("knowledge:edit", "pl-pesel", "be", do="publish", **TEXT)
    published = Article.objects.get(slug="pl-pesel").title_be == TEXT["title"]
    at.post("knowledge:withdraw", "pl-pesel")
    assert published == (not Article.objects.get(slug="pl-pesel").is_published)
    return done(is_done=published)


def edit_service(at: Visitor) -> str:
    service = {"name": "Other", "kind": "ngo", "country": "PL", "status": "closed", "about_en": "Helps."}
    at.post("knowledge:service_edit", "helpers", **service)
    return done(is_done=Service.objects.get(slug="helpers").name == "Other")


def change_emergency_contacts(at: Visitor) -> str:
    """The visitor alone changes nothing; as the second of two she publishes."""
    article = Article.objects.get(slug="pl-pesel")
    change_facts(article=article, by=SYSTEM, is_emergency=True)
    draft = save_draft(article=article, language="be", by=SYSTEM, **TEXT)
    for _twice in range(2):
        at.post("knowledge:edit", "pl-pesel", "be", do="publish", **TEXT)
        at.post("knowledge:together", "pl-pesel", "be")
    assert Article.objects.get(slug="pl-pesel").title_be != TEXT["title"]
    first = at.world.people["coord" if at.role == "editor" else "editor"]
    Revision.objects.filter(pk=draft.pk).update(proposed_by=first)
    at.post("knowledge:together", "pl-pesel", "be")
    return done(is_done=Article.objects.get(slug="pl-pesel").title_be == TEXT["title"])


def read_log(at: Visitor) -> str:
    """All: entries of others are there. Meta: only the own ones."""
    response = at.get("audit:log")
    if response.status_code != 200:
        return NONE
    own = str(at.world.people[at.role].pk)
    others = [line for line in response.context["lines"] if line["entry"].actor_id != own]
    return ALL if others else META


def change_log(at: Visitor) -> str:
    before = list(AccessEntry.objects.order_by("pk").values_list("pk", "hash")[:20])
    at.post("audit:log", pk=str(before[0][0]))
    at.browser.delete("/desk/access-log/")
    return done(is_done=list(AccessEntry.objects.order_by("pk").values_list("pk", "hash")[:20]) != before)


def list_users(at: Visitor) -> str:
    response = at.get("team:people")
    wanted = at.world.away["oper"] if at.thing == "foreign" else at.world.newcomer
    return done(is_done=response.status_code == 200 and str(wanted.pk) in response.content.decode())


def invite_user(at: Visitor) -> str:
    before = TeamInvitation.objects.count()
    office = at.world.own.office.pk
    at.post("team:invite", email="somebody@ganak.example", name="Somebody", language="be", office=str(office))
    return done(is_done=TeamInvitation.objects.count() > before)


def grant_role(at: Visitor) -> str:
    """One person proposes; the role works only when another agrees, and she cannot agree herself."""
    somebody = at.world.newcomer
    at.post("team:propose_role", somebody.pk, role=Role.VOLUNTEER.value)
    proposed = RoleGrant.objects.filter(user=somebody, role=Role.VOLUNTEER.value).first()
    if proposed is not None:
        at.post("team:confirm_role", proposed.pk)
        assert not RoleGrant.objects.get(pk=proposed.pk).is_live
    at.post("team:confirm_role", at.world.grant.pk)
    agreed = RoleGrant.objects.get(pk=at.world.grant.pk).is_live
    assert agreed == (proposed is not None)
    return done(is_done=agreed)


def reset_sign_in(at: Visitor) -> str:
    somebody = at.world.people["editor"]
    at.post("team:propose_reset", somebody.pk)
    proposed = SignInReset.objects.filter(user=somebody).first()
    if proposed is not None:
        at.post("team:confirm_reset", proposed.pk)
        assert User.objects.get(pk=somebody.pk).is_active
    return done(is_done=proposed is not None)
