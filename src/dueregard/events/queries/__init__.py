"""What the pages of events show; each starts from what the person may see."""
