"""The pages of the room: the alarms, and the Monday page."""
