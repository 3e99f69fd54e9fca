"""What people carry and when they rest: hours, heavy work, signals, a check-in that keeps no names.

Enters: a piece of work that somebody wants to take, or has done.
Leaves: room for it, or a pause; a signal, to the person first.
Acts: everybody for herself; coordinator.
"""
