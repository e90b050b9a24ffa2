"""The practice hub: case studies of effective practice by theme, and briefs of what works."""
