"""What the audits app keeps. One module a noun; import from here."""

from dueregard.audits.models.audit import Audit, Population
from dueregard.audits.models.finding import Finding
from dueregard.audits.models.questions import Edition, QuestionList
from dueregard.audits.models.review import Review
from dueregard.audits.models.sample import Point, Sampled

__all__ = ["Audit", "Edition", "Finding", "Point", "Population", "QuestionList", "Review", "Sampled"]
