"""How django-allauth behaves here: closed sign-up, no address anywhere, sealed secrets, everything logged."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.stagekit import clear_login
from allauth.mfa import signals as mfa_signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from helpdesk.accounts.actors import System
from helpdesk.accounts.models import User
from helpdesk.accounts.throttle import bucket_of
from helpdesk.audit.actions import record
from helpdesk.sealing.actions import erase_key, new_data_key, reveal_one, seal
from helpdesk.sealing.reasons import Reason
from helpdesk.team.models import FactorSecret

SIGN_IN = System("sign-in")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up, nothing is mailed, frozen people stay out, a fresh sign-in counts as one."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is not in use."),
        "email_password_mismatch": _("The e-mail or the password is not right."),
        "enter_current_password": _("Please type the password that you use now."),
        "incorrect_code": _("This code or key is not right. Try again."),
        "incorrect_password": _("The password is not right."),
        "invalid_login": _("The e-mail or the password is not right."),
        "same_as_current": _("The new password must be another one."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes and try again."),
        "rate_limited": _("Too many tries. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return bucket_of(request)

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: whatever is sent, is sent by helpdesk/messaging, and it says nothing."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing, as above."""

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if user.frozen_at is not None:
            clear_login(request)
            closed: HttpResponse = self.respond_user_inactive(request, user)
            return closed
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """A sign-in of this minute is a fresh one; else enrolment would ask for the password again."""
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        if records:
            records[-1]["reauthenticated"] = True
            request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use your passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in reversed(methods)]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counts tries for an account without its address in Redis, even hashed plainly."""
        login = str(credentials.get("email", "")).lower()
        return salted_hmac("sign-in-tries", login, algorithm="sha256").hexdigest()


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed rows; phones and keys show a name, never an e-mail address."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("This second factor cannot be removed."),
        "cannot_generate_recovery_codes": _("First add a passkey or an authenticator app."),
        "incorrect_code": _("This code or key is not right. Try again."),
    }

    def encrypt(self, text: str) -> str:
        row = FactorSecret(secret_key=new_data_key("second factor"))
        seal(row, secret=text)
        row.save()
        return str(row.pk)

    def decrypt(self, encrypted_text: str) -> str:
        row = FactorSecret.objects.select_related("secret_key").get(pk=encrypted_text)
        return reveal_one(row, ["secret"], by=SIGN_IN, reason=Reason.SIGN_IN)["secret"]

    def build_totp_svg(self, url: str) -> str:
        """Inside the page, since images from data: addresses are refused; on white, for dark screens."""
        svg: str = super().build_totp_svg(url)
        paper = '<rect width="100%" height="100%" fill="white"/>'
        return svg[svg.index("<svg") :].replace("<path", f"{paper}<path", 1)

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.name)

    def _get_site_name(self) -> str:
        return "Ganak"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the name allauth passes
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return str(_("Passkey %(number)d") % {"number": number})


@receiver(post_delete, sender=Authenticator)
def _erase_secret(instance: Authenticator, **_kwargs: Any) -> None:
    """With the authenticator goes what it was made of."""
    data = instance.data if isinstance(instance.data, dict) else {}
    ids = [data[name] for name in ("secret", "seed") if isinstance(data.get(name), str)]
    for row in FactorSecret.objects.filter(pk__in=ids).select_related("secret_key"):
        key = row.secret_key
        row.delete()
        erase_key(key)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Whoever is signed in comes with her office, her roles and her factors: one query before each page."""

    def get_user(self, user_id: Any) -> User | None:
        theirs = Authenticator.objects.filter(user=OuterRef("pk")).values("type")
        rows = User.objects.with_roles().annotate(factor_types=ArraySubquery(theirs))
        user = rows.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


@receiver(user_logged_in)
def _log_sign_in(user: User, **_kwargs: Any) -> None:
    record("account.sign_in", user, by=user)


@receiver(mfa_signals.authenticator_added)
def _log_added(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    record("account.add_factor", user, by=user, fields=[authenticator.type])


@receiver(mfa_signals.authenticator_reset)
def _log_renewed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    record("account.renew_factor", user, by=user, fields=[authenticator.type])


@receiver(mfa_signals.authenticator_removed)
def _log_removed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    record("account.remove_factor", user, by=user, fields=[authenticator.type])


@receiver(account_signals.password_changed)
def _log_password(user: User, **_kwargs: Any) -> None:
    record("account.change_password", user, by=user)
