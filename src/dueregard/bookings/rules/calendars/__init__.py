"""Reading iCalendar (RFC 5545) line by line, within bounds (docs/decisions/0008)."""
