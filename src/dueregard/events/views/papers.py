"""The record and the letter on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.documents.pdf import RECORD, typeset
from dueregard.events.models import Decision
from dueregard.events.papers import letter_paper, record_paper
from dueregard.events.queries.record import Record, record_of
from dueregard.events.views.record import seen, today_of, way_to
from dueregard.events.ways import way_of
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page


def _record(http: HttpRequest, pk: UUID | None, token: str) -> Record:
    if token:
        way = way_of(http, None, token)
        if way.request.status == "draft":
            raise NotThere
        return record_of(way.request, None, today_of(http))
    assert pk is not None
    request, person = seen(http, pk)
    return record_of(request, person, today_of(http))


def _pdf(name: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def record_pdf(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    record = _record(http, pk, token)
    data = record_paper(record, made=timezone.now())
    return _pdf(f"{record.request.shown_number}-record.pdf", typeset(RECORD, data))


@require_safe
def letter(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    record = _record(http, pk, token)
    decision = _decided(record)
    way = way_of(http, None, token) if token else way_to(record)
    shown = {
        "request_": record.request,
        "decision": decision,
        "base": "kernel/public.html" if token else "kernel/page.html",
        "pdf": way.to("letter-pdf") if way else "",
        "back": way.home if way else "",
    }
    return page(http, "events/letter.html", shown)


@require_safe
def letter_pdf(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    record = _record(http, pk, token)
    data = letter_paper(record, _decided(record), made=timezone.now())
    return _pdf(f"{record.request.shown_number}-letter.pdf", typeset(RECORD, data))


def _decided(record: Record) -> Decision:
    decision = record.decision
    if decision is None or not decision.letter:
        raise NotThere
    return decision
