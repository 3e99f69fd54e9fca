"""What leaves the house as numbers: nobody can be recognised in them.

Enters: what all rooms have done, once a day.
Leaves: the situation report and each grant's report, as page, PDF and spreadsheet.
Acts: coordinator.
"""
