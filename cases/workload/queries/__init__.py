"""What is counted for the dashboards, one module for each page."""

from django.dispatch import Signal

# Sent for each look at the dashboard, with `user`: a room above answers with alarms to be shown at the top.
beside_dashboard = Signal()
