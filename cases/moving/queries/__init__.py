"""What is asked before work moves."""
