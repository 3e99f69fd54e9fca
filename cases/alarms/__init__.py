"""What a coordinator must hear before it is too late, and her Monday page.

Enters: counts of arrivals, waiting and first answers; the last days of grants.
Leaves: alarms that open and close by themselves, each told once and without content.
Acts: coordinator.
"""
