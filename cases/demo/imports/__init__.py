"""Loading the invented content."""

from cases.demo.imports.everything import load

__all__ = ["load"]
