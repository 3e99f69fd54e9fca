"""What the coordinator needs to see before it is too late.

Enters: facts of all rooms.
Leaves: figures, charts, lists behind them.
Acts: coordinator.
"""
