"""What the pages of portal read; they write nothing but the calendar's own link."""
