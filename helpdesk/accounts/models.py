"""Tables of the people who work here: offices, users, confirmed roles and staff sessions."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
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
    }

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser because there is no Django admin."""

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
        """The roles two people agreed on; read once for each request."""
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
