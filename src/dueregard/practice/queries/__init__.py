"""What pages and commands read of the practice hub, by noun."""
