"""Shape in: what an operator hears, what a partner signs, the code of a device, a period."""

from cases.doors.forms.call import CallForm
from cases.doors.forms.hand_over import HandOverForm, InviteForm
from cases.doors.forms.kiosk import CodeForm, PeriodForm

__all__ = ["CallForm", "CodeForm", "HandOverForm", "InviteForm", "PeriodForm"]
