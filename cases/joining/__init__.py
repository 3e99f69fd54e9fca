"""How somebody becomes a volunteer, stays one year after another, and leaves.

Enters: an application, or a line of an old list.
Leaves: a volunteer vetted to a tier; later a pseudonym.
Acts: anybody, volunteer, coordinator, administrator.
"""
