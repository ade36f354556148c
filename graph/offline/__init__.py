"""A first load of a large snapshot through Neo4j's own offline importer."""
