"""Named reads: one constant text, parameters, rows."""
