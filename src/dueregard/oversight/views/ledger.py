"""Searching the ledger, checking it, and taking a checkpoint away."""

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.pages import page
from dueregard.kernel.paging import capped_count, keyset
from dueregard.ledger.reads import recorded_read
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person
from dueregard.oversight import commands, queries
from dueregard.oversight.catalogue import LEDGER_READ, READ_LEDGER
from dueregard.oversight.forms import SearchLedger
from dueregard.oversight.queries import Wanted
from dueregard.oversight.views.entrance import frame, person_who_may


@require_GET
def ledger(request: PersonRequest) -> HttpResponse:
    """The entries that were asked for, newest first. That they were read is recorded before any is fetched."""
    person = person_who_may(request, READ_LEDGER)
    form = SearchLedger(request.GET if _asked(request) else None)
    context = frame(request, "oversight:ledger", form=form)
    if form.is_bound and not form.is_valid():
        return page(request, "oversight/ledger.html", context, status=200)
    wanted = Wanted(**form.cleaned_data) if form.is_bound else Wanted()
    _record_reading(request, person, wanted)
    found = queries.entries(wanted)
    rows = keyset(found, order=("-seq",), after=request.GET.get("after"), before=request.GET.get("before"))
    context |= {
        "slice": rows,
        "entries": queries.shown(rows.rows),
        "count": capped_count(found) if wanted != Wanted() else None,
        "narrowed": wanted != Wanted(),
    }
    return page(request, "oversight/ledger.html", context)


def _asked(request: PersonRequest) -> bool:
    return any(name not in {"after", "before"} for name in request.GET)


def _record_reading(request: PersonRequest, person: Person, wanted: Wanted) -> None:
    """What was looked for, as far as it is a code or a date; that words were typed, but not which."""
    facts: dict[str, object] = {}
    if wanted.action:
        facts["action"] = wanted.action
    for name in ("person", "subject"):
        if getattr(wanted, name):
            facts[name] = "asked"
    for name in ("starts", "ends"):
        if day := getattr(wanted, name):
            facts[name] = day.isoformat()
    post = queries.post_that_oversees(request.access, READ_LEDGER)
    recorded_read(LEDGER_READ, by=person.actor(post), on=commands.LEDGER, data=facts)


@require_http_methods(["GET", "POST"])
def check(request: PersonRequest) -> HttpResponse:
    """The last checks of the whole ledger; a POST checks it now."""
    person = person_who_may(request, READ_LEDGER)
    if request.method == "POST":
        found = commands.check_ledger(by=person, now=timezone.now())
        if found.reason:
            notes.error(request, found.reason)
        else:
            notes.success(request, f"All {found.rows:,} entries are as they were written.")
        return redirect("oversight:check")
    return page(
        request,
        "oversight/check.html",
        frame(request, "oversight:check", verifications=queries.verifications()),
    )


@require_POST
def checkpoint(request: PersonRequest) -> HttpResponse:
    """A signed checkpoint to keep elsewhere, as a download."""
    person = person_who_may(request, READ_LEDGER)
    now = timezone.now()
    answer = HttpResponse(
        commands.take_checkpoint(by=person, now=now), content_type="text/plain; charset=utf-8"
    )
    day = today_in_london(now)
    answer["Content-Disposition"] = f'attachment; filename="ledger-checkpoint-{day:%Y-%m-%d}.txt"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
