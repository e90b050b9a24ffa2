"""What became of a request, in the words that registers use."""

import re
from dataclasses import dataclass

from dueregard.events.rules.bringing_in.cells import CellIsWrong, quoted, says_nothing, yes_or_no


@dataclass(frozen=True, slots=True)
class Standing:
    """`outcome`, `aftermath` and `withdrawn_by` are '' where the words do not say."""

    status: str = "decided"
    outcome: str = ""
    aftermath: str = ""
    withdrawn_by: str = ""
    note: str = ""

    @property
    def shown(self) -> str:
        """In the words of the register; '' where the sheet does not say."""
        words = [self.outcome, self.aftermath] if self.status == "decided" else [self.status]
        return ", ".join(word.replace("-", " ") for word in words if word).capitalize()


_CONDITIONS = re.compile(
    r"condition|\bconds?\b|mitigat|subject to|provided that|provisional|\bw/|\bwith (?:advice|measures)|amber"
)
_REFUSED = re.compile(
    r"\bnot (?:approved|allowed|agreed|permitted|authorised)|refus|reject|declin|den(?:y|ied)|disallow|"
    r"turned down|veto|unsuccessful|\bnot ok\b|\bred\b"
)
_UNDECIDED = re.compile(
    r"not decided|undecided|no decision|pending|await|in progress|under review|outstanding|on hold|deferred|lapsed|ongoing"
)
_CANCELLED = re.compile(r"cancel|called off|abandon|\bcxl|\bcanx")
_WITHDRAWN = re.compile(r"withdr[ae]w|pulled out")
_APPROVED = re.compile(
    r"approv|\bok\b|okay|agreed|accept|allow|permit|authori[sz]|cleared|granted|\bgreen\b|\bpass|confirmed|signed off|proceed"
)
_TOOK_PLACE = re.compile(
    r"took place|went ahead|taken place|happened|\bheld\b|\bcompleted?\b|delivered|occurred"
)
_CHANGED = re.compile(r"chang|amend|moved|relocat|postpon|reschedul|altered")
_BY_SPEAKER = re.compile(r"speaker")
_BY_PROVIDER = re.compile(
    r"\bby (?:us|the )?(?:provider|university|college|institution|management|us|security|estates)"
)
_BY_ORGANISER = re.compile(r"organi[sz]er|society|\bsu\b|union|requester|applicant|student")


def decision(text: str) -> Standing:
    """The standing that a decision or status cell gives. Raises `CellIsWrong` for words that it does not know."""
    if says_nothing(text):
        return Standing()
    plain = " ".join(text.casefold().split())
    found = _ended(plain, text) or _decided(plain)
    if found is not None:
        return found
    try:
        yes = yes_or_no(None, text)
    except CellIsWrong:
        raise CellIsWrong(
            f"{quoted(text)} is no decision that is known here. Write Approved, Approved with conditions, Refused, "
            "Withdrawn or Cancelled, or leave it empty."
        ) from None
    return Standing(outcome="approved" if yes else "refused")


def _ended(plain: str, text: str) -> Standing | None:
    if _CANCELLED.search(plain):
        return _cancelled(plain, text)
    if _WITHDRAWN.search(plain):
        who = "speaker" if _BY_SPEAKER.search(plain) else ""
        who = who or ("organiser" if _BY_ORGANISER.search(plain) else "")
        return Standing("withdrawn", withdrawn_by=who)
    return None


def _cancelled(plain: str, text: str) -> Standing:
    """A cancellation that does not say by whom is kept as withdrawn, with its own words."""
    if _BY_PROVIDER.search(plain):
        return Standing(aftermath="cancelled-provider")
    if _BY_SPEAKER.search(plain):
        return Standing(aftermath="cancelled-speaker")
    if _BY_ORGANISER.search(plain):
        return Standing(aftermath="cancelled-organiser")
    return Standing("withdrawn", note=f"The sheet says {quoted(text)}.")


def _decided(plain: str) -> Standing | None:
    if _REFUSED.search(plain):
        return Standing(outcome="refused")
    if _UNDECIDED.search(plain):
        return Standing("not-decided")
    if _CONDITIONS.search(plain) and not re.search(r"(?:no|without|un)[ -]?condition", plain):
        return Standing(outcome="approved-with-conditions")
    if _APPROVED.search(plain):
        return Standing(outcome="approved", aftermath=_aftermath(plain))
    if aftermath := _aftermath(plain):
        return Standing(aftermath=aftermath)
    return None


def _aftermath(plain: str) -> str:
    if re.search(r"(?:did not|didn.t|not) (?:go ahead|take place|happen)", plain):
        return ""
    if _TOOK_PLACE.search(plain):
        return "changed" if _CHANGED.search(plain) else "took-place"
    return ""


def afterwards(text: str, column: str = "") -> Standing | None:
    """What a cell about the day itself adds; None where it says nothing that is known here. A column 'Cancelled?' says
    yes or no of something else than a column 'Took place?'."""
    if says_nothing(text):
        return None
    plain = " ".join(text.casefold().split())
    yes = bool(re.match(r"y(es)?\b|[✓✔]|true\b|x$", plain))
    if "cancel" in column.casefold() and (yes or re.match(r"no?\b|false\b", plain)):
        return Standing("withdrawn", note=f"The sheet says {quoted(column)}: yes.") if yes else None
    if found := _ended(plain, text):
        return found
    if aftermath := _aftermath(plain):
        return Standing(aftermath=aftermath)
    if yes:
        return Standing(aftermath="took-place")
    return Standing(aftermath="changed") if _CHANGED.search(plain) else None
