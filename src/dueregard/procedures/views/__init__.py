"""Pages of procedures: reading what is in force, and the way of a new version."""
