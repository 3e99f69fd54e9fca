"""Who is what: roles and what each may do, as code. The oracle is the safety matrix in tests/architecture."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    VOLUNTEER = "volunteer", pgettext_lazy("role", "volunteer")
    OPERATOR = "operator", pgettext_lazy("role", "operator")
    LAWYER = "lawyer", pgettext_lazy("role", "lawyer")
    COORDINATOR = "coordinator", pgettext_lazy("role", "coordinator")
    EDITOR = "editor", pgettext_lazy("role", "editor")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "administrator")
    AUDITOR = "auditor", pgettext_lazy("role", "auditor")


class Permission(StrEnum):
    """What a role lets a person do at all; whether she may do it to *this* thing is the room's predicate."""

    SEE_QUEUE = "see_queue"
    CREATE_REQUEST = "create_request"
    INVITE_PARTNER = "invite_partner"
    OPEN_REQUEST = "open_request"
    REVEAL_STORY = "reveal_story"
    TRIAGE = "triage"
    ASSIGN = "assign"
    ANSWER = "answer"
    RECALL_ADVICE = "recall_advice"
    WRITE_NOTE = "write_note"
    GROUP = "group"
    SEAL = "seal"
    UNSEAL = "unseal"
    IMPORT_MATTERS = "import_matters"
    SEE_CASES = "see_cases"
    RUN_CASES = "run_cases"
    CLOSE = "close"
    SEE_BOARD = "see_board"
    CLAIM_TASK = "claim_task"
    MANAGE_TASKS = "manage_tasks"
    APPROVE_CLAIM = "approve_claim"
    MENTOR = "mentor"
    MANAGE_MENTORSHIPS = "manage_mentorships"
    VET_VOLUNTEERS = "vet_volunteers"
    READ_APPLICATIONS = "read_applications"
    SEE_WORKLOAD = "see_workload"
    PAUSE_TOPIC = "pause_topic"
    REFER = "refer"
    OVERRIDE_CONSENT = "override_consent"
    EDIT_PARTNERS = "edit_partners"
    EDIT_ARTICLES = "edit_articles"
    PUBLISH_ARTICLES = "publish_articles"
    EDIT_SERVICES = "edit_services"
    EDIT_GLOSSARY = "edit_glossary"
    EDIT_CANNED = "edit_canned"
    LIST_USERS = "list_users"
    INVITE_USERS = "invite_users"
    PROPOSE_ROLE = "propose_role"
    FREEZE_USER = "freeze_user"
    READ_ACCESS_LOG = "read_access_log"
    READ_OWN_ACCESS_LOG = "read_own_access_log"
    SEE_DUTY = "see_duty"
    PLAN_DUTY = "plan_duty"
    RING_BACK = "ring_back"
    LINK_CLIENTS = "link_clients"
    EDIT_FUNDERS = "edit_funders"
    TAG_FUNDER = "tag_funder"
    SEE_REPORTS = "see_reports"
    EXPORT_LIST = "export_list"
    HOLD_ERASURE = "hold_erasure"
    READ_CERTIFICATES = "read_certificates"
    LOCK_DOWN = "lock_down"
    SEAL_KEYS = "seal_keys"
    USE_DESK = "use_desk"
    SEE_HEALTH = "see_health"
    MOVE_WORK = "move_work"
    EDIT_OFFICES = "edit_offices"


_EVERYONE = {Permission.USE_DESK, Permission.READ_OWN_ACCESS_LOG}
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VOLUNTEER: frozenset(_EVERYONE | {Permission.SEE_BOARD, Permission.CLAIM_TASK, Permission.MENTOR}),
    Role.OPERATOR: frozenset(
        _EVERYONE
        | {
            Permission.SEE_QUEUE,
            Permission.CREATE_REQUEST,
            Permission.INVITE_PARTNER,
            Permission.OPEN_REQUEST,
            Permission.REVEAL_STORY,
            Permission.TRIAGE,
            Permission.ASSIGN,
            Permission.REFER,
            Permission.ANSWER,
            Permission.WRITE_NOTE,
            Permission.GROUP,
            Permission.SEAL,
            Permission.SEE_CASES,
            Permission.RUN_CASES,
            Permission.CLOSE,
            Permission.SEE_BOARD,
            Permission.MANAGE_TASKS,
            Permission.APPROVE_CLAIM,
            Permission.MANAGE_MENTORSHIPS,
            Permission.FREEZE_USER,
            Permission.SEE_DUTY,
            Permission.RING_BACK,
            Permission.LINK_CLIENTS,
            Permission.TAG_FUNDER,
        }
    ),
    Role.LAWYER: frozenset(
        _EVERYONE
        | {
            Permission.SEE_QUEUE,
            Permission.CREATE_REQUEST,
            Permission.INVITE_PARTNER,
            Permission.OPEN_REQUEST,
            Permission.REVEAL_STORY,
            Permission.TRIAGE,
            Permission.REFER,
            Permission.OVERRIDE_CONSENT,
            Permission.ANSWER,
            Permission.RECALL_ADVICE,
            Permission.WRITE_NOTE,
            Permission.GROUP,
            Permission.SEAL,
            Permission.UNSEAL,
            Permission.IMPORT_MATTERS,
            Permission.SEE_CASES,
            Permission.RUN_CASES,
            Permission.CLOSE,
            Permission.SEE_BOARD,
            Permission.MANAGE_TASKS,
            Permission.EDIT_ARTICLES,
            Permission.TAG_FUNDER,
        }
    ),
    Role.COORDINATOR: frozenset(
        _EVERYONE
        | {
            Permission.SEE_QUEUE,
            Permission.INVITE_PARTNER,
            Permission.OPEN_REQUEST,
            Permission.TRIAGE,
            Permission.ASSIGN,
            Permission.GROUP,
            Permission.SEAL,
            Permission.UNSEAL,
            Permission.IMPORT_MATTERS,
            Permission.SEE_CASES,
            Permission.CLOSE,
            Permission.SEE_BOARD,
            Permission.MANAGE_TASKS,
            Permission.APPROVE_CLAIM,
            Permission.MANAGE_MENTORSHIPS,
            Permission.VET_VOLUNTEERS,
            Permission.READ_APPLICATIONS,
            Permission.SEE_WORKLOAD,
            Permission.EDIT_FUNDERS,
            Permission.TAG_FUNDER,
            Permission.SEE_REPORTS,
            Permission.EXPORT_LIST,
            Permission.SEE_DUTY,
            Permission.PLAN_DUTY,
            Permission.LINK_CLIENTS,
            Permission.PAUSE_TOPIC,
            Permission.OVERRIDE_CONSENT,
            Permission.EDIT_PARTNERS,
            Permission.PUBLISH_ARTICLES,
            Permission.EDIT_SERVICES,
            Permission.MOVE_WORK,
            Permission.EDIT_OFFICES,
            Permission.LIST_USERS,
            Permission.PROPOSE_ROLE,
            Permission.FREEZE_USER,
            Permission.HOLD_ERASURE,
            Permission.READ_CERTIFICATES,
            Permission.LOCK_DOWN,
            Permission.SEAL_KEYS,
        }
    ),
    Role.EDITOR: frozenset(
        _EVERYONE
        | {
            Permission.EDIT_ARTICLES,
            Permission.PUBLISH_ARTICLES,
            Permission.EDIT_SERVICES,
            Permission.EDIT_GLOSSARY,
            Permission.EDIT_CANNED,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        _EVERYONE
        | {
            Permission.LIST_USERS,
            Permission.EDIT_OFFICES,
            Permission.SEE_HEALTH,
            Permission.INVITE_USERS,
            Permission.PROPOSE_ROLE,
            Permission.FREEZE_USER,
            Permission.VET_VOLUNTEERS,
            Permission.LOCK_DOWN,
            Permission.SEAL_KEYS,
        }
    ),
    Role.AUDITOR: frozenset(
        _EVERYONE
        | {
            Permission.READ_ACCESS_LOG,
            Permission.LIST_USERS,
            Permission.FREEZE_USER,
            Permission.READ_CERTIFICATES,
            Permission.LOCK_DOWN,
        }
    ),
}

# Roles whose holders can open a person's story; they never sit with BLIND_ROLES in one person.
STORY_ROLES = frozenset({Role.OPERATOR, Role.LAWYER, Role.COORDINATOR, Role.VOLUNTEER})
BLIND_ROLES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
PASSKEY_ROLES = frozenset({Role.OPERATOR, Role.LAWYER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.AUDITOR})


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything these roles allow together."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles)) if roles else frozenset()


def may_sit_together(roles: frozenset[Role]) -> bool:
    """Administrator or auditor never with a role that opens stories, nor with each other (safety.md 4)."""
    blind = roles & BLIND_ROLES
    return not blind or (len(blind) == 1 and not roles & STORY_ROLES)
