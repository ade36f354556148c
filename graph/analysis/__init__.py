"""Analyses over the facts: gaps, the ladder, indices, what-if, platforms, skills."""
