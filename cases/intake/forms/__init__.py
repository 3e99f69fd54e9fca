"""Shape in: the three pages of the web form, the receipt's check, and the phone screen."""

from cases.intake.forms.call import CallForm
from cases.intake.forms.contact import ContactForm
from cases.intake.forms.receipt import LastDigitsForm
from cases.intake.forms.story import HelpsForm, StoryForm

__all__ = ["CallForm", "ContactForm", "HelpsForm", "LastDigitsForm", "StoryForm"]
