"""The safety matrix of the project: its cells, the probe of each action, and what is not built yet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture import probes_alarms as alarms
from tests.architecture import probes_board as board
from tests.architecture import probes_canned as canned
from tests.architecture import probes_coming as coming
from tests.architecture import probes_consultations as meetings
from tests.architecture import probes_files as letters
from tests.architecture import probes_glossary as glossary
from tests.architecture import probes_inbox as inbox
from tests.architecture import probes_joining as joining
from tests.architecture import probes_legal as law
from tests.architecture import probes_lists as lists
from tests.architecture import probes_mentoring as mentoring
from tests.architecture import probes_moving as moving
from tests.architecture import probes_reading as reading
from tests.architecture import probes_referrals as referrals
from tests.architecture import probes_reports as reports
from tests.architecture import probes_requests as asked
from tests.architecture import probes_rest as rest
from tests.architecture import probes_retention as retention
from tests.architecture import probes_rooms as rooms
from tests.architecture import probes_screening as screening
from tests.architecture import probes_waiting as waiting
from tests.architecture import probes_workload as workload
from tests.architecture.visitor import ALL, META, NONE, Probe

TABLE = Path(__file__).parent / "safety_matrix.csv"


@dataclass(frozen=True)
class Cell:
    """One role, one action, one rule."""

    role: str
    action: str  # object.action
    rule: str

    def __str__(self) -> str:
        return f"{self.action} {self.role} ({self.rule})"

    @property
    def is_denied(self) -> bool:
        """Rules whose condition does not exist yet (break-glass) deny as well."""
        return self.rule == "-" or self.rule.startswith("BG") or self.role in STRICTER.get(self.action, {})

    @property
    def is_own(self) -> bool:
        """Whether the rule gives something on granted objects and nothing on others."""
        return not self.is_denied and not self.rule.startswith("Y")


def cells() -> Iterator[Cell]:
    with TABLE.open(newline="") as file:
        for line in csv.DictReader(file):
            yield Cell(line["role"], f"{line['object']}.{line['action']}", line["rule"])


def expected(cell: Cell) -> set[str]:
    """What a probe may find on granted objects. Whoever is denied the words may still see that a thing is."""
    if cell.is_denied:
        return {NONE, META}
    if cell.rule in {"meta", "agg"} or (cell.rule == "self" and cell.action == "access_log.read"):
        return {META} if cell.action in WORDS else {ALL, META}
    return {ALL}


PROBES: dict[str, Probe] = {
    "request.create": asked.create,
    "request.list": asked.listed,
    "request.read_meta": asked.read_meta,
    "request.read_story": asked.read_story,
    "request.update_triage": asked.update_triage,
    "request.grant_access": asked.grant_access,
    "request.close_reopen": asked.close_reopen,
    "request.erase": asked.erase,
    "request.export_list": lists.export_list,
    "contact.read": coming.read_contact,
    "canned_reply.edit": canned.edit,
    "check_in_answer.read": rest.read_check_in,
    "rota.read": coming.read_rota,
    "rota.plan": coming.plan_rota,
    "work.move_bulk": moving.move_bulk,
    "absence.enter": moving.enter_absence,
    "office.edit": moving.edit_office,
    "office.move_person": moving.move_person,
    "request.move_office": moving.move_request,
    "alarm.acknowledge": coming.look_at_alarm,
    "wave_alarm.read": alarms.read_alarm,
    "wave_alarm.acknowledge": alarms.acknowledge,
    "monday_page.read": alarms.read_monday,
    "request.ring_back": coming.note_call,
    "client.link": coming.link_mailboxes,
    "client.give_back": coming.give_back,
    "household.second_mailbox": coming.second_mailbox,
    "message.read_staff_reply": board.read_reply,
    "message.read_client_text": board.read_own_words,
    "message.send": board.send,
    "note.read": asked.read_note,
    "note.create": asked.write_note,
    "privileged_note.read": law.read_privileged,
    "privileged_note.create": law.write_privileged,
    "request.seal": law.seal,
    "request.unseal": law.unseal,
    "case_group.write_words": rooms.write_case_notes,
    "case_group.grant": law.grant,
    "case_group.seal": law.seal_case,
    "case_group.unseal": law.unseal_case,
    "time_spent.create": law.spend_time,
    "matters.import": law.import_matters,
    "paper.give": law.give,
    "paper.judge": law.judge,
    "case_group.create_merge": rooms.create_case,
    "case_group.read": rooms.read_case,
    "case_group.broadcast": rooms.broadcast,
    "task.create_publish": rooms.create_task,
    "task.list_open": rooms.list_tasks,
    "task.claim": rooms.claim_task,
    "task.approve_claim": rooms.approve_claim,
    "task.read_brief": rooms.read_brief,
    "task.update_complete_release": rooms.finish_task,
    "task.revoke": rooms.revoke_task,
    "task.offer": board.offer_task,
    "flat.list": board.list_flats,
    "flat.edit": board.edit_flat,
    "flat.read_owner": board.read_owner,
    "volunteer_profile.approve_standing": board.approve_standing,
    "receipt.rotate": asked.rotate_receipt,
    "receipt.view_or_reset": asked.view_receipt,
    "article.read_published": rooms.read_article,
    "article.edit_draft": rooms.edit_article,
    "article.publish": rooms.publish_article,
    "article.change_emergency_contacts": rooms.change_emergency_contacts,
    "article.read_counts": reading.read_counts,
    "service.edit": rooms.edit_service,
    "concept.edit": glossary.edit_concept,
    "dashboard.read": workload.read_dashboard,
    "work_limit.read": workload.read_limit,
    "work_limit.set": workload.set_limit,
    "access_log.read": rooms.read_log,
    "access_log.modify_or_delete": rooms.change_log,
    "user.list": rooms.list_users,
    "user.invite": rooms.invite_user,
    "user.grant_role": rooms.grant_role,
    "user.reset_mfa": rooms.reset_sign_in,
    "user.freeze": asked.freeze,
    "membership.add_remove": rooms.add_remove_member,
    "consultation.schedule": rooms.schedule,
    "consultation.invite": rooms.invite,
    "consultation.rsvp": rooms.rsvp,
    "consultation.record_attendance": rooms.attendance,
    "consultation.change": meetings.change,
    "consultation.second_date": meetings.second_date,
    "consultation.record_minutes": meetings.record_minutes,
    "consultation.read_figures": meetings.read_figures,
    "mentorship.create_end": rooms.start_and_end_month,
    "mentorship.read_household_brief": rooms.read_month,
    "mentorship.check_in": mentoring.check_in,
    "mentorship.safety_signal_send": mentoring.send,
    "mentorship.safety_signal_read": mentoring.read,
    "mentorship.extend": rooms.extend,
    "screening.read_flags": asked.read_flags,
    "screening.answer": screening.answer,
    "screening.read_answers": screening.read_answers,
    "volunteer_profile.read": rooms.read_profiles,
    "volunteer_profile.edit": rooms.edit_profile,
    "volunteer_profile.apply": joining.apply,
    "volunteer_profile.say_levels": joining.say_levels,
    "volunteer_profile.approve_levels": joining.approve_levels,
    "user.vet_volunteer": joining.vet_volunteer,
    "attachment.upload": letters.upload,
    "attachment.read_preview": letters.read_preview,
    "attachment.download_original": letters.download_original,
    "attachment.delete": letters.delete,
    "topic.pause": waiting.pause_topic,
    "contact.update": inbox.update_contact,
    "consent.record": inbox.record_consent,
    "consent.withdraw": inbox.withdraw_consent,
    "referral.create": referrals.create,
    "referral.override_consent": referrals.override_consent,
    "partner.edit": referrals.edit_partner,
    "panic.lockdown": retention.lock_down,
    "panic.seal_keys": retention.seal_keys,
    "panic.reopen": retention.reopen,
    "erasure.read_plan": retention.read_plan,
    "erasure.hold": retention.hold,
    "erasure.let_go": retention.let_go,
    "certificate.read": retention.read_certificate,
    "access_log.read_week": retention.read_week,
    "report.read": reports.read_report,
    "dashboard.export": reports.export_figures,
    "funder.edit": reports.edit_grant,
    "funder.tag": reports.tag,
}
# Of these, `meta` shows that the thing is there, and none of its words.
WORDS = {"flat.read_owner", "task.read_brief", "case_group.read", "mentorship.read_household_brief"}
# About these one request of the own office is kept from each role, besides those of the other office.
KEPT = {
    "request.list",
    "request.read_meta",
    "request.read_story",
    "request.update_triage",
    "request.grant_access",
    "request.close_reopen",
    "request.move_office",
    "request.seal",
    "message.send",
    "note.create",
    "funder.tag",
    "case_group.create_merge",
    "task.create_publish",
    "screening.read_flags",
    "attachment.upload",
    "attachment.read_preview",
    "attachment.download_original",
    "attachment.delete",
}
# The rule allows it, the product does not offer it (yet): the role is denied, and the probe proves that.
STRICTER: dict[str, dict[str, str]] = {
    "screening.read_answers": dict.fromkeys(("oper", "lawyer"), "answers leave only flags and steps behind"),
    "attachment.upload": {
        "anon": "files come from the inbox, receipt in hand",
        "vol1": "no file goes through the conversation of a helper",
    },
    "attachment.read_preview": {"vol1": "no file goes through the conversation of a helper"},
    "contact.read": {
        "lawyer": "only the ring-back list opens a number",
        "client": "she sees two signs of her own contact",
    },
    "contact.update": dict.fromkeys(("oper", "lawyer"), "the desk has no page that changes a contact"),
    "request.erase": {"coord": "erasing by two people"},
    "task.update_complete_release": dict.fromkeys(("oper", "coord"), "reporting for a volunteer"),
    "consultation.schedule": {"coord": "planning without seeing the case"},
    "check_in_answer.read": dict.fromkeys(
        ("vol0", "vol1", "oper", "lawyer"), "answers go into a sum at once; nobody has one of her own to read"
    ),
    "access_log.read": {"coord": "figures of the log; she reads her own entries"},
    "user.list": {"oper": "names stand in the lists to choose from", "lawyer": "names to choose from"},
    "volunteer_profile.edit": {"coord": "editing for a volunteer"},
}
# Nothing of this exists, so no address may be named like it.
NOT_BUILT: dict[str, tuple[str, ...]] = {
    "request.export_bundle": ("bundle", "download"),
    "identity.read": ("identity", "surname"),
    "identity.update": ("identity", "surname"),
    "relatives_at_home.read": ("relative",),
    "relatives_at_home.update": ("relative",),
    "message.delete_reply_copy": ("message_delete", "delete_reply", "inbox_delete"),
    "settings.change": ("settings",),
    "topic.edit": ("topic_edit", "edit_topic", "topics:"),
}
