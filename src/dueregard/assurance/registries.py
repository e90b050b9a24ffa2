"""What other apps add to a paper for a committee or a board. The registry stands with events, below both, since neighbours
on a floor never import each other."""

from dueregard.events.registries import MakeSection, PaperFrame, Section, paper_sections

__all__ = ["MakeSection", "PaperFrame", "Section", "paper_sections"]
