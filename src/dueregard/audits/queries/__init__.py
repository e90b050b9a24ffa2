"""What pages of audits read."""
