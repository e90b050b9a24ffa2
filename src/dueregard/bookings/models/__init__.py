"""Room bookings and what people make of them. Only `commands` writes to them."""

from dueregard.bookings.models.booking import Booking, Change, Letter, Match
from dueregard.bookings.models.source import Import, Source

__all__ = ["Booking", "Change", "Import", "Letter", "Match", "Source"]
