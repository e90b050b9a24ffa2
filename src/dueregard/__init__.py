"""Due Regard: the workbench in which a provider does its Prevent duty."""

__version__ = "0.1.0"
