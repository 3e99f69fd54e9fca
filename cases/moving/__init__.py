"""How work moves from one person or office to another, and why nothing stays with somebody who is not here.

Enters: work in somebody's hands; an absence; somebody who leaves.
Leaves: the same work in other hands, or back in the queue and on the coordinator's list.
Acts: coordinator, administrator, everybody at the desk for her own absence, the program itself.
"""
