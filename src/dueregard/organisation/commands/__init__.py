"""The only writer of units, people and posts."""

from dueregard.organisation.commands.absence import come_back, go_away
from dueregard.organisation.commands.account import (
    close_account,
    invite,
    link,
    reopen_account,
    reset_second_factor,
)
from dueregard.organisation.commands.bringing import bring_in
from dueregard.organisation.commands.closure import remove_closure_day, set_closure_days
from dueregard.organisation.commands.deputy import end_deputyship, name_deputy
from dueregard.organisation.commands.person import add_person, change_person, leave
from dueregard.organisation.commands.post import (
    change_post_kind,
    end_post,
    give_post,
    make_post,
    make_post_kind,
)
from dueregard.organisation.commands.unit import change_unit, close_unit, make_unit, move_unit, reopen_unit

__all__ = [
    "add_person",
    "bring_in",
    "change_person",
    "change_post_kind",
    "change_unit",
    "close_account",
    "close_unit",
    "come_back",
    "end_deputyship",
    "end_post",
    "give_post",
    "go_away",
    "invite",
    "leave",
    "link",
    "make_post",
    "make_post_kind",
    "make_unit",
    "move_unit",
    "name_deputy",
    "remove_closure_day",
    "reopen_account",
    "reopen_unit",
    "reset_second_factor",
    "set_closure_days",
]
