"""What outreach keeps, by noun."""

from dueregard.outreach.models.posters import Design, Ending, Hanging, Look, Naming, Poster, Shape
from dueregard.outreach.models.video import Video
from dueregard.outreach.models.who import Helpline, NamedPost
from dueregard.outreach.models.wording import Standing, Wording

__all__ = [
    "Design",
    "Ending",
    "Hanging",
    "Helpline",
    "Look",
    "NamedPost",
    "Naming",
    "Poster",
    "Shape",
    "Standing",
    "Video",
    "Wording",
]
