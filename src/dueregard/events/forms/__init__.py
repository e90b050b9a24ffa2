"""Parsing and shaping what people type about events. Rules about state and posts are in `rules`."""
