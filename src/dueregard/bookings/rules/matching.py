"""Whether a booking and a request are the same event: from day, time, room, words of the title, or a number.

No topic and no name weighs more than another: words are compared, never judged.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Literal
from uuid import UUID

WHY = {
    "number": "its words name the number of the request",
    "day": "the same day",
    "venue": "the same room",
    "time": "at the same time",
    "title": "nearly the same title",
}
"""What speaks for two being the same, as a part of a sentence."""
MOST_PROPOSED = 3
ALIKE = 0.6
LONGEST = 31
Sureness = Literal["certain", "likely"]
_WORD = re.compile(r"[a-z0-9]+")
_COMMON = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "our", "the", "to", "with",
     "event", "booking", "talk", "meeting", "room")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BookingFacts:
    id: UUID
    title: str
    venue: str
    day: date
    last_day: date | None = None
    starts: time | None = None
    ends: time | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """`alive`: waits for a decision, or may go ahead. `place` is the name of its campus or building."""

    id: UUID
    number: int
    title: str
    venue: str
    day: date
    last_day: date | None = None
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    alive: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    booking: UUID
    request: UUID
    sure: Sureness
    why: tuple[str, ...]


@lru_cache(maxsize=100_000)
def words_of(text: str) -> frozenset[str]:
    """The words that tell a title from another, without case and accents; all of them where only common ones are left."""
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(each for each in letters if not unicodedata.combining(each))
        if not text.isascii():
            # Other scripts: split at what is no letter.
            return frozenset(re.findall(r"\w+", text.casefold()))
    found = frozenset(_WORD.findall(text.casefold()))
    return found - _COMMON or found


def alike(one: str, other: str) -> bool:
    """Most words in common, or all words of the shorter title (two at least) in the longer one."""
    first, second = words_of(one), words_of(other)
    common = len(first & second)
    if not common:
        return False
    least = min(len(first), len(second))
    return common / len(first | second) >= ALIKE or (least >= 2 and common == least)


@lru_cache(maxsize=50_000)
def room_words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def same_room(one: str, other: str) -> bool:
    """The same words, or all of the one in the other ('Hall 2' and 'Union, Hall 2'); a number must agree."""
    first, second = room_words(one), room_words(other)
    if not first or not second or not (first <= second or second <= first):
        return False
    return {each for each in first if each.isdigit()} == {each for each in second if each.isdigit()}


def overlap(booking: BookingFacts, request: RequestFacts) -> bool:
    """Whether the times of the same day meet. An unknown end is an hour after the start; a booking that begins up to
    two hours before the event (to set up) and ends after its start meets it."""
    if booking.starts is None or request.starts is None:
        return False
    begins, starts = _minutes(booking.starts), _minutes(request.starts)
    until = _end(booking.starts, booking.ends)
    return begins <= starts < until or starts <= begins < _end(request.starts, request.ends)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _end(starts: time, ends: time | None) -> int:
    begin = _minutes(starts)
    return begin + 60 if ends is None else _minutes(ends) + (24 * 60 if ends <= starts else 0)


def compare(booking: BookingFacts, request: RequestFacts) -> Pair | None:
    """How sure it is that they are the same, with what speaks for it; None where too little does."""
    same_day = request.day <= (booking.last_day or booking.day) and booking.day <= (
        request.last_day or request.day
    )
    named = booking.number == request.number
    if not same_day:
        return Pair(booking.id, request.id, "likely", ("number",)) if named else None
    why = ["number"] if named else []
    why.append("day")
    if same_room(booking.venue, request.venue) or (request.place and same_room(booking.venue, request.place)):
        why.append("venue")
    if overlap(booking, request):
        why.append("time")
    if alike(booking.title, request.title):
        why.append("title")
    if named and request.alive:
        return Pair(booking.id, request.id, "certain", tuple(why))
    if len(why) == 4 and not named and request.alive:
        return Pair(booking.id, request.id, "certain", tuple(why))
    if named or len(why) >= 3:
        return Pair(booking.id, request.id, "likely", tuple(why))
    whole = "title" in why and words_of(booking.title) == words_of(request.title)
    return Pair(booking.id, request.id, "likely", tuple(why)) if whole else None


@dataclass(slots=True)
class Requests:
    """Requests by what a booking can have in common with them, so that not every pair is looked at."""

    by_number: dict[int, RequestFacts] = field(default_factory=dict)
    by_word: dict[tuple[date, str], list[RequestFacts]] = field(default_factory=lambda: defaultdict(list))
    by_room: dict[tuple[date, frozenset[str]], list[RequestFacts]] = field(
        default_factory=lambda: defaultdict(list)
    )
    rooms: dict[date, set[frozenset[str]]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, requests: Iterable[RequestFacts]) -> "Requests":
        found = cls()
        for request in requests:
            found.by_number[request.number] = request
            for day in _days(request.day, request.last_day):
                for word in words_of(request.title):
                    found.by_word[day, word].append(request)
                for room in {room_words(request.venue), room_words(request.place)} - {frozenset()}:
                    found.by_room[day, room].append(request)
                    found.rooms[day].add(room)
        return found

    def near(self, booking: BookingFacts) -> Iterator[RequestFacts]:
        """Each request that shares a number, a word of the title or a room on one of the days, once."""
        seen: dict[UUID, RequestFacts] = {}
        if booking.number is not None and booking.number in self.by_number:
            request = self.by_number[booking.number]
            seen[request.id] = request
        words, room = words_of(booking.title), room_words(booking.venue)
        for day in _days(booking.day, booking.last_day):
            for word in words:
                for request in self.by_word.get((day, word), ()):
                    seen[request.id] = request
            for other in self.rooms.get(day, ()) if room else ():
                if room <= other or other <= room:
                    for request in self.by_room[day, other]:
                        seen[request.id] = request
        yield from seen.values()


def _days(day: date, last_day: date | None) -> Iterator[date]:
    """Every day of a span; of a longer one the first month."""
    length = min((last_day - day).days, LONGEST) if last_day and last_day > day else 0
    for shift in range(length + 1):
        yield day + timedelta(days=shift)


def pairs_of(booking: BookingFacts, requests: Requests) -> list[Pair]:
    """What to link or to propose for one booking. Two that seem certain are both only proposed: a person chooses."""
    found = [pair for request in requests.near(booking) if (pair := compare(booking, request))]
    certain = [pair for pair in found if pair.sure == "certain"]
    by_number = [pair for pair in certain if "number" in pair.why]
    certain = by_number or certain
    if len(certain) == 1:
        return certain
    best = sorted(found, key=lambda pair: (-len(pair.why), str(pair.request)))[:MOST_PROPOSED]
    return [Pair(pair.booking, pair.request, "likely", pair.why) for pair in best]
