"""What the other rooms of this house are told: that what readers see of an article has changed."""

from __future__ import annotations

from django.dispatch import Signal

# Sent inside the publishing transaction with `article`; a receiver that fails undoes the publishing.
article_changed = Signal()
