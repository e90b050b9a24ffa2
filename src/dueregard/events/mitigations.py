"""The catalogue of mitigations as it is shipped: read once, at start."""

from importlib.resources import files

from dueregard.events.rules.mitigating import read_catalogue

CATALOGUE = read_catalogue((files("dueregard.events") / "mitigations.toml").read_text("utf-8"))
