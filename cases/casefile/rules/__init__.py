"""Pure rules of the composed pages."""
