"""How long access by name may last, and how often it is asked whether it is still needed. Pure."""

from datetime import timedelta

LONGEST_GRANT = timedelta(days=184)  # half a year; then it is given anew or not
ASK_EVERY = timedelta(days=91)  # a quarter
CONFIRM_WITHIN = timedelta(days=14)  # after being asked; then the grant lapses
