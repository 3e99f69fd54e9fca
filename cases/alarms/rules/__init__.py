"""When an alarm is right. Pure."""
