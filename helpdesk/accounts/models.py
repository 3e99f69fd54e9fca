"""Tables of the people who work here: offices, users, confirmed roles and staff sessions."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.accounts.roles import Permission, Role, permissions_of


class Office(models.Model):
    """One place of the organisation; every user and every request belongs to one."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "slug": "plain",
        "name": "plain",
        "country": "plain",
        "city": "plain",
        "closed_on": "plain",
    }

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=60)
    closed_on = models.DateField(null=True, blank=True)  # nothing new comes here; what was stays written

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser because there is no Django admin."""

    def with_roles(self) -> models.QuerySet[User]:
        """With their offices and the roles two people agreed on, in the same query."""
        live = RoleGrant.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False, revoked_at=None)
        return self.select_related("office").annotate(live_roles=ArraySubquery(live.values("role")))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody with an account: volunteer or staff."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "password": "personal",
        "last_login": "personal",
        "email": "personal",
        "name": "personal",
        "language": "plain",
        "office": "plain",
        "is_active": "plain",
        "frozen_at": "plain",
        "joined_on": "plain",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name shown to colleagues"), max_length=60)
    language = models.CharField(
        _("language"), max_length=2, choices=languages.CHOICES, default=languages.DEFAULT
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="users", null=True, blank=True)
    is_active = models.BooleanField(default=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    joined_on = models.DateField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles two people agreed on; read once for each request, or told by whoever read the user."""
        told: list[str] | None = self.__dict__.get("live_roles")
        if told is not None:
            return frozenset(map(Role, told))
        return frozenset(Role(grant.role) for grant in self.role_grants.all() if grant.is_live)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    def can(self, *any_of: Permission) -> bool:
        """Whether she may do any of these at all; frozen people may nothing."""
        return self.is_active and self.frozen_at is None and bool(self.permissions & set(any_of))

    def has_role(self, role: Role) -> bool:
        return role in self.roles


class RoleGrant(models.Model):
    """A role proposed by one person and confirmed by another; revoked, never deleted."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "user": "plain",
        "role": "plain",
        "proposed_by": "plain",
        "confirmed_by": "plain",
        "proposed_at": "plain",
        "confirmed_at": "plain",
        "revoked_at": "plain",
    }

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(revoked_at=None), name="one_live_grant_each"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="two_people_for_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.user_id}"

    @property
    def is_live(self) -> bool:
        return self.confirmed_at is not None and self.revoked_at is None


class StandstillQuerySet(models.QuerySet["Standstill"]):
    """The words in which doors ask whether the desk is closed."""

    def now(self) -> Standstill | None:
        """The panic that is going on."""
        return self.filter(ended_at=None).first()

    def going_on(self) -> StandstillQuerySet:
        return self.filter(ended_at=None)

    def sealed(self) -> StandstillQuerySet:
        """The one in which the keys are away."""
        return self.going_on().filter(sealed_at__isnull=False)


class StaffSession(models.Model):
    """One signed-in browser of one user; only a hash of its key, so the row opens nothing."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "user": "plain",
        "key_hash": "plain",
        "device": "personal",
        "started_at": "personal",
        "last_seen_at": "personal",
    }

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=60, blank=True)  # browser family and system, never an address
    started_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-last_seen_at"]

    def __str__(self) -> str:
        return f"session of {self.user_id}"


class Standstill(models.Model):
    """One panic: the desk is closed, perhaps sealed, until two people open it again. At most one is going on.

    One person closes the desk. Sealing and opening take one who asks and another one who agrees.
    """

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "started_by": "plain",
        "started_at": "plain",
        "seal_asked_by": "plain",
        "seal_asked_at": "plain",
        "sealed_by": "plain",
        "sealed_at": "plain",
        "reopen_asked_by": "plain",
        "reopen_asked_at": "plain",
        "ended_by": "plain",
        "ended_at": "plain",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    seal_asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    seal_asked_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    sealed_at = models.DateTimeField(null=True)
    reopen_asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    reopen_asked_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    objects = StandstillQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(ended_at=None), name="one_standstill_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed_by=None)
                | Q(sealed_at__isnull=False, sealed_by__isnull=False, seal_asked_by__isnull=False)
                & ~Q(sealed_by=F("seal_asked_by")),
                name="two_people_seal",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, reopen_asked_by__isnull=False)
                & ~Q(ended_by=F("reopen_asked_by")),
                name="two_people_reopen",
            ),
        ]

    def __str__(self) -> str:
        return f"standstill {self.id}"

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None
