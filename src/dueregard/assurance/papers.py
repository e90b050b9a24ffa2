"""An issued paper as PDF and as a workbook."""

from typing import IO, Any

from dueregard.assurance.models import Paper
from dueregard.assurance.rules.content import sheets
from dueregard.documents.export import workbook_file
from dueregard.documents.pdf import RECORD, typeset
from dueregard.kernel.dates import LONDON, long_date

FORMATS = {"pdf": "PDF", "xlsx": "Excel"}


def issued(paper: Paper) -> str:
    """'Issued on Tuesday 24 November 2026 by Ruth Adair, Prevent lead'."""
    day = long_date(paper.issued_at.astimezone(LONDON).date())
    post = f", {paper.issued_post}" if paper.issued_post else ""
    return f"Issued on {day} by {paper.issued_by.name}{post}"


def paper_pdf(paper: Paper) -> bytes:
    """The same bytes each time: its time of making is that of its issue."""
    content = paper.content
    first: dict[str, Any] = {"heading": "Covering note", "text": f"{content['note']}\n\n{issued(paper)}"}
    data = {
        "title": content["title"],
        "provider": content["provider"],
        "reference": f"{paper.shown_number}, {paper.unit.name}",
        "made": issued(paper),
        "lead": content["lead"],
        "sections": [first, *content["sections"]],
    }
    return typeset(RECORD, data, at=paper.issued_at)


def paper_workbook(paper: Paper) -> IO[bytes]:
    return workbook_file(sheets(paper.content), title=f"{paper.shown_number}: {paper.content['title']}")
