"""The gap view for the committee: as a page, on paper, as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.adoption import catalogue, papers
from dueregard.adoption.forms import Looking
from dueregard.adoption.queries import gaps as queries
from dueregard.adoption.queries.visible import seen_by, units_of
from dueregard.adoption.views.entrance import chosen, insider, today_of
from dueregard.documents.export import attachment, download, file_name, xlsx_file
from dueregard.documents.pdf import RECORD, typeset
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.ledger.commands import recorded_read
from dueregard.organisation.access import may
from dueregard.organisation.models import Person, Unit
from dueregard.practice.models import Placement
from dueregard.practice.registries import tabs_of

SIZE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked for: whose answers, and which case studies."""

    person: Person
    unit: Unit
    units: list[Unit]
    form: Looking
    today: date

    @property
    def rows(self) -> QuerySet[Placement]:
        rows = queries.placements(
            self.unit, theme=self.form.said("theme"), show=self.form.said("show"), today=self.today
        )
        return rows.select_related("case_study", "theme__parent")

    @property
    def every_row(self) -> list[queries.Row]:
        return queries.rows_of(self.rows.order_by(*queries.ORDER), self.unit, self.today)

    @property
    def filters(self) -> dict[str, str]:
        said = {name: self.form.said(name) for name in ("theme", "show")}
        return {name: value for name, value in said.items() if value}

    @property
    def query(self) -> str:
        """What a download asks for again."""
        return urlencode({"unit": str(self.unit.pk), **self.filters})

    @property
    def in_words(self) -> str:
        """Which case studies are here, for the paper; '' for all."""
        show, theme = self.form.said("show"), self.form.said("theme")
        titles = dict(self.form.fields["theme"].choices)  # type: ignore[attr-defined]
        words = [queries.SHOWS[show]] if show else []
        words += [str(titles.get(theme, theme))] if theme else []
        return f"Only these are shown: {', '.join(words)}." if words else ""


def _asked(http: HttpRequest) -> Asked:
    person = insider(http)
    units = units_of(seen_by(person))
    unit = chosen(units, http.GET.get("unit", ""))
    form = Looking({**http.GET.dict(), "unit": str(unit.pk)}, units=units, themes=queries.themes())
    return Asked(person, unit, units, form, today_of(http))


@require_safe
def gaps(http: HttpRequest) -> HttpResponse:
    """By theme, every case study with its answer, its owner, and what is still to be done."""
    asked = _asked(http)
    shown = keyset(
        asked.rows, order=queries.ORDER, after=http.GET.get("after"), before=http.GET.get("before"), size=SIZE
    )
    real, drawn = queries.tallies(asked.unit)
    context = {
        "asked": asked,
        "form": asked.form,
        "shown": shown,
        "rows": queries.rows_of(shown.rows, asked.unit, asked.today),
        "real": papers.in_words(real),
        "drawn": papers.in_words(drawn, drawn=True),
        "today": asked.today,
        "tabs": tabs_of(asked.person, "adoption:gaps"),
        "adopts": may(asked.person, catalogue.ADOPT, unit=asked.unit),
    }
    return page(http, "adoption/gaps.html", context)


@require_safe
def gaps_pdf(http: HttpRequest) -> HttpResponse:
    asked = _asked(http)
    data = papers.gap_paper(
        asked.unit, asked.every_row, queries.tallies(asked.unit), made=timezone.now(), asked=asked.in_words
    )
    answer = HttpResponse(typeset(RECORD, data), content_type="application/pdf")
    name = file_name(f"practice-gaps-{asked.unit.name}", "pdf", asked.today)
    answer["Content-Disposition"] = attachment(name)
    return answer


@require_safe
def gaps_xlsx(http: HttpRequest) -> HttpResponseBase:
    """As a workbook. That it was taken is recorded before anything is sent."""
    asked = _asked(http)
    rows = papers.table_of(asked.every_row)
    recorded_read(catalogue.EXPORTED, by=asked.person.actor(), on=asked.unit.ref, data={"rows": len(rows)})
    book = xlsx_file(papers.HEADER, rows, sheet="Case studies", title=f"Practice: {asked.unit.name}")
    return download(book, name=f"practice-gaps-{asked.unit.name}", kind="xlsx", on=asked.today)
