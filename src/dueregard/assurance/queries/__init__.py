"""What the pages of assurance show."""
