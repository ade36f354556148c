"""Cypher that is generated from the model; nothing here is typed by hand twice."""
