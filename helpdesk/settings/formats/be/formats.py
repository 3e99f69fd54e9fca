"""How Belarusian writes numbers, for which Django has no rules. Dates come from helpdesk.ui.dates."""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
