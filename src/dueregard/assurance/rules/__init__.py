"""Arithmetic of what assurance shows: plain values in, plain values out."""
