"""How Belarusian writes numbers; Django would write them as English does. Dates come from helpdesk.ui.dates."""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
