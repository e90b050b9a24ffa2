"""Speakers whom several events share, for those who may say who is whom."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.events import catalogue
from dueregard.events.commands import speakers as commands
from dueregard.events.forms.speakers import MergeForm
from dueregard.events.models import Speaker
from dueregard.events.queries.speakers import alike, mergeable, names_met_again
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.access import units_where
from dueregard.organisation.models import Person


def _reader(http: HttpRequest) -> Person:
    person = reader_of(http)
    if not units_where(person, catalogue.MERGE_SPEAKERS, today=today_of(http)):
        raise NotThere
    return person


def _speaker(http: HttpRequest, person: Person, pk: int) -> Speaker:
    found = mergeable(person, today_of(http)).select_related("request__unit").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@require_safe
def names(http: HttpRequest) -> HttpResponse:
    """Names that stand at more than one event, in the order of their spelling: no count ranks anybody."""
    person = _reader(http)
    rows = names_met_again(person, today_of(http))
    shown = keyset(rows, order=("name_key",), after=http.GET.get("after"), before=http.GET.get("before"))
    of_rows = Speaker.objects.in_bulk([row["first"] for row in shown.rows])
    lines = [(of_rows[row["first"]], row["events"]) for row in shown.rows if row["first"] in of_rows]
    return page(http, "events/speakers.html", {"shown": shown, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def speaker(http: HttpRequest, pk: int) -> HttpResponse:
    """One speaker: who is the same person, who may be, and a form to say so."""
    person = _reader(http)
    found = _speaker(http, person, pk)
    who = alike(found, person, today_of(http))
    form = MergeForm(http.POST if http.method == "POST" else None, candidates=who.candidates)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        chosen = [pk, *(int(each) for each in form.cleaned_data["others"])]
        try:
            commands.merge_speakers(
                speakers=chosen, by=person, why=form.cleaned_data["why"], now=timezone.now()
            )
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "They are one person here now. You can take any of them out again.")
            return redirect("events:speaker", pk=pk)
    shown = {
        "who": who,
        "speaker": found,
        "form": form,
        "breadcrumbs": [("Events", reverse("events:register")), ("Speakers", reverse("events:speakers"))],
    }
    return page(http, "events/speaker.html", shown, status=status)


@require_POST
def take_out(http: HttpRequest, pk: int) -> HttpResponse:
    """This one is somebody else after all."""
    person = _reader(http)
    _speaker(http, person, pk)
    commands.take_out(pk=pk, by=person, now=timezone.now())
    messages.success(http, "Taken out. Nothing else has changed.")
    return redirect("events:speaker", pk=pk)
