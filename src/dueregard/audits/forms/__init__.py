"""What people type about audits."""
