"""What a paper for a committee or a board says of a period, drawn from the records as they stand."""

from dueregard.assurance.queries.paper.outcomes import (
    appeals,
    by_route,
    conditions,
    in_short,
    open_designated,
    refusals,
    withdrawals,
)
from dueregard.assurance.queries.paper.rows import BOARD, ended
from dueregard.assurance.queries.paper.times import (
    lapses,
    late_ones,
    procedure,
    time_at_each_step,
    time_taken,
)
from dueregard.assurance.queries.standard import standard_of
from dueregard.assurance.registries import PaperFrame, Section, paper_sections
from dueregard.assurance.rules.periods import Period


def content_of(frame: PaperFrame) -> list[Section]:
    """The sections of a paper, empty ones left out."""
    of_period = ended(frame)
    standard = standard_of(frame.unit, Period("", "", frame.first, frame.last), frame.today)
    whole = frame.audience != BOARD
    sections: list[Section | None] = [
        in_short(frame, of_period),
        by_route(of_period),
        conditions(frame),
        refusals(frame),
        appeals(frame),
        time_taken(standard),
        time_at_each_step(frame) if whole else None,
        late_ones(frame, standard),
        lapses(frame),
        withdrawals(frame),
        open_designated(frame) if whole else None,
        *(make(frame) for make in paper_sections),
        procedure(frame),
    ]
    return [section for section in sections if section is not None]
