"""What is counted for the dashboards, one module for each page."""
