"""What an action raises when it will not act: for who-may-not and for not-now."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """This person may not do this; becomes a 403."""


class NotNow(ValueError):
    """The thing is not in a state for this; carries a translated sentence that a view shows as an alert."""
