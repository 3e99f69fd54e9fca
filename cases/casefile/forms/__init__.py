"""Shape in for the composed pages."""
