"""What is asked about alarms: the signs of today, the rows on a page, and the week of the Monday page."""
