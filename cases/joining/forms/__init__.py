"""What is typed in joining; shapes only."""

from cases.joining.forms.apply import ApplyForm, LevelsForm
from cases.joining.forms.desk import (
    ImportForm,
    NoteForm,
    PaperForm,
    ReferenceForm,
    TalkForm,
    TermsForm,
    TierForm,
)

__all__ = [
    "ApplyForm",
    "ImportForm",
    "LevelsForm",
    "NoteForm",
    "PaperForm",
    "ReferenceForm",
    "TalkForm",
    "TermsForm",
    "TierForm",
]
