"""The pages of the volunteers' room."""
