"""Shape in: the three pages of the web form, and the receipt's check."""

from cases.intake.forms.contact import ContactForm
from cases.intake.forms.helps import HelpsForm
from cases.intake.forms.receipt import LastDigitsForm
from cases.intake.forms.story import StoryForm

__all__ = ["ContactForm", "HelpsForm", "LastDigitsForm", "StoryForm"]
