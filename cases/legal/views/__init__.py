"""The pages of the legal room."""
