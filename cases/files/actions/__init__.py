"""Files' verbs: take one in, decide about it, take it away."""

from cases.files.actions.checking import begin_check, keep_clean, postpone, refuse, sound_alarm
from cases.files.actions.receiving import Sent, keep_files
from cases.files.actions.removing import remove_file, sweep

__all__ = [
    "Sent",
    "begin_check",
    "keep_clean",
    "keep_files",
    "postpone",
    "refuse",
    "remove_file",
    "sound_alarm",
    "sweep",
]
