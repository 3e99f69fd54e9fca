"""The pages of relay: the inbox side and the desk side."""
