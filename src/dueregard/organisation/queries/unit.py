"""The posts of one unit, with who holds them and who stands in, now and to come."""

from dataclasses import dataclass, field
from datetime import date

from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Deputy, Holding, Post, Unit
from dueregard.organisation.terms import is_away, not_over


@dataclass(slots=True)
class PostStanding:
    post: Post
    holdings: list[Holding] = field(default_factory=list)
    deputies: list[Deputy] = field(default_factory=list)
    meanwhile: str = ""


def posts_in(unit: Unit, today: date) -> list[PostStanding]:
    """Seven queries, whatever the number of posts and people."""
    posts = {post.pk: PostStanding(post) for post in unit.posts.select_related("kind", "unit")}
    holdings = Holding.objects.filter(not_over(today), post__in=posts).select_related("person")
    for holding in holdings.annotate(away=is_away(today)):
        posts[holding.post_id].holdings.append(holding)
    for deputy in Deputy.objects.filter(not_over(today), post__in=posts).select_related("person"):
        posts[deputy.post_id].deputies.append(deputy)
    board = Board.load(today, [each.post.kind.code for each in posts.values()])
    for each in posts.values():
        each.meanwhile = board.turn(each.post.kind.code, unit).why
    return list(posts.values())
