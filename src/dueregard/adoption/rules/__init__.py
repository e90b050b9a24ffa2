"""The rules of adoption: pure, in plain values."""
