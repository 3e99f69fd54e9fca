"""Forms of sign-in, second factors and people: our words on django-allauth's forms."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.ui.forms import Plain, PlainForm

PASSWORD_HINT = _("At least 15 characters. Four words that do not belong together are easy to remember.")
CODE_HINT = _("Six digits from your app, or one of your recovery codes.")


def _say(form: forms.BaseForm, name: str, label: Any, hint: Any = "") -> None:
    """Our label and hint instead of the package's; no placeholder, which vanishes when one types."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class SignInForm(Plain, LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _("E-mail"))
        _say(self, "password", _("Password"))


class PasswordAgainForm(Plain, ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", _("Password"))


class _UserFirst(forms.BaseForm):
    """Some forms of allauth take the user before the data."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(kwargs.pop("user"), data, *args, **kwargs)


class NewPasswordForm(Plain, _UserFirst, ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("The password you use now"))
        _say(self, "password1", _("New password"), PASSWORD_HINT)
        _say(self, "password2", _("New password once more"))


class CodeForm(Plain, AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Code"), CODE_HINT)


class CodeAgainForm(Plain, ReauthenticateByCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Code"), CODE_HINT)


class ActivateAppForm(Plain, ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Six digits that the app shows now"))


class AddPasskeyForm(Plain, AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("A name for this passkey"), _("For example: blue key, office laptop."))
        _say(
            self,
            "passwordless",
            _("Sign in with this passkey alone, without a password"),
            _("Take the tick away only for an old key that cannot do this."),
        )
        self.fields["passwordless"].initial = True
        self.fields["name"].widget.attrs["maxlength"] = 60


class NamePasskeyForm(Plain, EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("A name for this passkey"))


class InviteForm(PlainForm):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name shown to colleagues"), max_length=60)
    language = forms.ChoiceField(label=_("Language"), choices=languages.CHOICES)
    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.filter(closed_on=None).order_by("name")
    )


class WelcomeForm(PlainForm):
    """What the invited person decides herself."""

    name = forms.CharField(
        label=_("Name shown to colleagues"),
        help_text=_("A first name is enough. Clients never see it in full."),
        max_length=60,
    )
    language = forms.ChoiceField(label=_("Language of the desk"), choices=languages.CHOICES)
    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HINT,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        kwargs.setdefault("initial", {"name": user.name, "language": user.language})
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data


class ProposeRoleForm(PlainForm):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class FreezeForm(PlainForm):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("A few words for the auditors. No names of clients."),
        max_length=120,
        required=False,
    )


class OwnLanguageForm(PlainForm):
    language = forms.ChoiceField(label=_("Language of the desk"), choices=languages.CHOICES)
