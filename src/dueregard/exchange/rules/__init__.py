"""The rules of exchange: pure, in plain values."""
