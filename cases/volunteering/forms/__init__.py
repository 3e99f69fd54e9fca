"""What is typed in the volunteers' room; shapes only."""

from cases.volunteering.forms.housing import (
    CameForm,
    FlatForm,
    NeedForm,
    ResultForm,
    StandingForm,
    ViewingForm,
)
from cases.volunteering.forms.own import BreakForm, FreeTimeForm, ProfileForm, ReportForm
from cases.volunteering.forms.tasks import TEMPLATE_NAMES, FilterForm, TaskForm

__all__ = [
    "TEMPLATE_NAMES",
    "BreakForm",
    "CameForm",
    "FilterForm",
    "FlatForm",
    "FreeTimeForm",
    "NeedForm",
    "ProfileForm",
    "ReportForm",
    "ResultForm",
    "StandingForm",
    "TaskForm",
    "ViewingForm",
]
