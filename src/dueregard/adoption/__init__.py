"""From a case study to doing: what a provider answers to it, what follows, and the gaps."""
