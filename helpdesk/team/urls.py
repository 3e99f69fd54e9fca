"""Paths of accounts: our own pages, and of django-allauth only what is needed."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, path

from helpdesk.team.views import entrance, health, own, panic, people

# Included under desk/ with the namespace `team`.
desk_urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/", entrance.demo_sign_in, name="demo_sign_in"),
    path("welcome/<str:token>/", entrance.welcome, name="welcome"),
    path("account/", own.me, name="me"),
    path("account/sessions/others/end/", own.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("panic/", panic.panic, name="panic"),
    path("panic/lock-down/", panic.lock_down, name="lock_down"),
    path("panic/seal/", panic.seal, name="seal"),
    path("panic/reopen/", panic.reopen, name="reopen"),
    path("health/", health.health, name="health"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/roles/", people.propose_role, name="propose_role"),
    path("people/<uuid:pk>/freeze/", people.freeze, name="freeze"),
    path("people/<uuid:pk>/sessions/end/", people.end_sessions, name="end_sessions"),
    path("people/<uuid:pk>/reset/", people.propose_reset, name="propose_reset"),
    path("people/roles/<int:pk>/confirm/", people.confirm_role, name="confirm_role"),
    path("people/roles/<int:pk>/revoke/", people.revoke_role, name="revoke_role"),
    path("people/resets/<uuid:pk>/confirm/", people.confirm_reset, name="confirm_reset"),
]

# Included under desk/ without a namespace.
root_urlpatterns: list[URLPattern | URLResolver] = [path("", entrance.desk, name="desk")]

# Included under desk/ without a namespace: django-allauth looks these names up.
account_urlpatterns: list[URLPattern | URLResolver] = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", own.change_password, name="account_change_password"),
    path("account/factors/", mfa.index, name="mfa_index"),
    path("account/factors/check/", mfa.authenticate, name="mfa_authenticate"),
    path("account/factors/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/factors/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/factors/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/factors/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/factors/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/factors/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/factors/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/factors/passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "account/factors/passkeys/again/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/factors/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/factors/passkeys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
