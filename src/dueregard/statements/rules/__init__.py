"""What statements may say, and what may happen to a version."""
