"""The only writers of the practice hub, by noun."""
