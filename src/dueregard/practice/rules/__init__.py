"""The rules of the practice hub."""
