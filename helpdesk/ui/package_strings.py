"""Strings of packages that our pages can show and whose own catalogues lack one of our languages."""

from __future__ import annotations

from typing import NamedTuple


class PackageString(NamedTuple):
    """One string of a package, translated here; `tests/architecture` checks that the package still has it."""

    package: str
    text: str
    plural: str = ""


ALLAUTH = "allauth"  # has no Belarusian catalogue
DJANGO = "django"  # its Lithuanian catalogue is several years behind
API = "rest_framework"  # has no Belarusian catalogue

PACKAGE_STRINGS: tuple[PackageString, ...] = (
    PackageString(ALLAUTH, "A new set of recovery codes has been generated."),
    PackageString(ALLAUTH, "Authenticator app activated."),
    PackageString(ALLAUTH, "Authenticator app deactivated."),
    PackageString(ALLAUTH, "Authenticator code"),
    PackageString(ALLAUTH, "Code"),
    PackageString(ALLAUTH, "Incorrect code."),
    PackageString(ALLAUTH, "Password successfully changed."),
    PackageString(ALLAUTH, "Please select only one."),
    PackageString(ALLAUTH, "Recovery codes"),
    PackageString(ALLAUTH, "Save them  in a secure location now — they won't be shown again."),
    PackageString(ALLAUTH, "Security key added."),
    PackageString(ALLAUTH, "Security key removed."),
    PackageString(ALLAUTH, "Successfully signed in as %(name)s."),
    PackageString(ALLAUTH, "TOTP Authenticator"),
    PackageString(ALLAUTH, "You have signed out."),
    PackageString(ALLAUTH, "You must type the same password each time."),
    PackageString(DJANGO, "Ensure this value is a multiple of step size %(limit_value)s."),
    PackageString(DJANGO, "Enter a valid domain name."),
    PackageString(DJANGO, "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    PackageString(
        DJANGO,
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    PackageString(DJANGO, "Your password can’t be a commonly used password."),
    PackageString(DJANGO, "Your password can’t be too similar to your other personal information."),
    PackageString(DJANGO, "“%(pk)s” is not a valid value."),
    PackageString(API, "A server error occurred."),
    PackageString(API, "A valid integer is required."),
    PackageString(API, "Could not satisfy the request Accept header."),
    PackageString(API, "Ensure this field has no more than {max_length} characters."),
    PackageString(API, "Ensure this value is greater than or equal to {min_value}."),
    PackageString(API, "Ensure this value is less than or equal to {max_value}."),
    PackageString(API, "Invalid input."),
    PackageString(API, "Invalid page."),
    PackageString(API, "Not a valid string."),
    PackageString(API, "Not found."),
    PackageString(API, "Request was throttled."),
    PackageString(API, "This field may not be blank."),
    PackageString(API, "This field may not be null."),
    PackageString(API, "You do not have permission to perform this action."),
    PackageString(API, '"{input}" is not a valid choice.'),
    PackageString(API, 'Method "{method}" not allowed.'),
)
