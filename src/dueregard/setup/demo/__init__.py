"""The made-up providers of the demonstration, as TOML, and how they are read."""
