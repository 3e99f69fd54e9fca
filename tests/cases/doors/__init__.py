"""Tests of the doors beside the web form."""
