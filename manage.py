#!/usr/bin/env python
"""Django's command line for the help desk."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.dev")
    from django.core.management import execute_from_command_line

    import helpdesk.celery  # noqa: F401 - commands queue tasks

    execute_from_command_line(sys.argv)
