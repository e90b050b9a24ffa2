"""The organiser's form: ask for an event, save it for later, see the likely route, send it."""

import re
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.events.commands.drafting import discard_draft, save_draft, start_draft
from dueregard.events.commands.sending import edition_for, send
from dueregard.events.commands.work import likely_route, likely_routes
from dueregard.events.fields import RequestFields
from dueregard.events.forms.request import RequestForm, initial_of, speaker_forms, speakers_in
from dueregard.events.models import EventRequest
from dueregard.events.queries.choices import places_for, units_for
from dueregard.events.queries.facts import code_in_force, what_it_lacks
from dueregard.events.queries.route import RoutePanel, route_panel, with_bodies
from dueregard.events.queries.tracks import Deciding, begun_in, bodies_for
from dueregard.events.rules.facts import RequestFacts, SpeakerFacts
from dueregard.events.rules.sending import why_not_edit_draft
from dueregard.events.ways import Way, way_of
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.forms import summary
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person
from dueregard.procedures.models import Edition
from dueregard.procedures.rules import Document
from dueregard.procedures.rules.questions import asked_by_all


class AskForm:
    """The whole form of one request: the plain form, the speakers, and the procedure that asks the questions."""

    def __init__(
        self, request: EventRequest, person: Person | None, data: Any = None, *, amending: bool = False
    ) -> None:
        self.request, self.data, self.amending = request, data, amending
        self.key = ""
        units = units_for(person, request.unit)
        self.units = {str(unit.pk): unit for unit in units}
        chosen = self.units.get(str(data.get("unit", "")), None) if data is not None else request.unit
        self.home = chosen or (person.unit if person else None) or next(iter(units), None)
        self.edition = self._edition()
        kept = [SpeakerFacts(each.name, each.body, each.topic) for each in _kept_speakers(request)]
        self.code = None if amending else code_in_force(self.home, today_in_london(timezone.now()))
        self.places = places_for(units)
        self.form = self._form(self.edition.document)
        self.bodies: list[Deciding] = []
        if self.edition.document.tracks:
            self.bodies = self._bodies()
            self.form = self._form(asked_by_all(self.documents()))
        self.speakers = speaker_forms(data, kept, more=data is not None and data.get("do") == "speaker")

    def _form(self, document: Document) -> RequestForm:
        first = {"unit": str(self.home.pk)} if self.home and not self.request.unit_id else {}
        return RequestForm(
            self.data,
            document=document,
            code=self.code,
            units=self.units.values(),
            places=self.places,
            initial=initial_of(self.request) | first,
        )

    def _bodies(self) -> list[Deciding]:
        """Who would decide about what is in the boxes; bodies that have begun go on by their own editions."""
        shown = self._shown()
        if shown.unit is None:
            return []
        found = bodies_for(shown, self.edition, today_in_london(timezone.now()))
        begun = begun_in(self.request) if self.amending else {}
        others = [each for code, each in begun.items() if code not in {one.body.code for one in found}]
        return [*(begun.get(each.body.code, each) for each in found), *others]

    def _edition(self) -> Edition:
        if self.amending and self.request.edition is not None:
            return self.request.edition
        asked = EventRequest(unit=self.home)
        return edition_for(asked, now=timezone.now())

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(form.is_valid() for form in self.speakers if form.is_bound)])

    def fields(self) -> RequestFields:
        return self.form.request_fields(speakers_in(self.speakers))

    def documents(self) -> list[Document]:
        """The procedures that ask: of home, and of the other bodies that would decide."""
        return [each.edition.document for each in self.bodies] or [self.edition.document]

    def _shown(self) -> EventRequest:
        """What is in the boxes now, as a request that is never saved."""
        if self.data is None:
            self.request.unit = self.request.unit or self.home
            return self.request
        sent = self.request.submitted_at if self.amending else None
        shown = EventRequest(organiser=self.request.organiser, marked_by_person=[], submitted_at=sent)
        self.form.is_valid()
        fields = _fields_so_far(self.form)
        shown.unit, shown.place, shown.day = self.home, fields.place, fields.day
        shown.people, shown.where, shown.audience = fields.people, fields.where, fields.audience
        shown.answers = dict(fields.answers)
        return shown

    def panel(self) -> RoutePanel | None:
        """The likely route of what is in the boxes now; None while too little is known."""
        shown, now = self._shown(), timezone.now()
        panel = route_panel(shown, self.edition, likely_route(shown, self.edition, now=now), now=now)
        if panel is None or len(self.bodies) < 2:
            return panel
        return with_bodies(panel, shown, likely_routes(shown, self.bodies, now=now), today_in_london(now))


def _fields_so_far(form: RequestForm) -> RequestFields:
    """What can be read already; a box with a mistake counts as empty."""
    for name in form.fields:
        form.cleaned_data.setdefault(
            name, None if name in ("day", "starts", "ends", "people", "peak", "capacity") else ""
        )
    return form.request_fields(())


def _kept_speakers(request: EventRequest) -> Any:
    return [] if request._state.adding else request.speakers.all()


@require_http_methods(["GET", "POST"])
def new(http: HttpRequest) -> HttpResponse:
    """Ask for an event. The draft is kept at the first save; the page's key makes it one draft however often
    the page is sent: twice by a double click, or again after something was missing."""
    person: Person | None = getattr(http, "person", None)
    if person is None:
        raise NotThere
    key = http.POST.get("key", "")
    key = key if re.fullmatch("[0-9a-f]{32}", key) else uuid4().hex
    pk = uuid5(person.pk, key)
    if http.method == "POST" and EventRequest.objects.filter(pk=pk).exists():
        return edit(http, pk)
    ask = AskForm(EventRequest(organiser=person), person, http.POST if http.method == "POST" else None)
    ask.key = key
    if http.method == "POST" and _may_keep(http, ask):
        try:
            start_draft(by=person, fields=ask.fields(), now=timezone.now(), pk=pk)
        except IntegrityError:  # the same page, sent at the same moment
            return edit(http, pk)
        return _kept(http, ask, way_of(http, pk, ""))
    return show_ask(http, ask, None)


@require_http_methods(["GET", "POST"])
def edit(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Go on with a draft."""
    way = way_of(http, pk, token)
    unconfirmed = token and way.request.contact_confirmed_at is None
    if way.request.status != "draft" or unconfirmed:
        return redirect(way.home)
    ask = AskForm(way.request, way.organiser.person, http.POST if http.method == "POST" else None)
    ask.key = http.POST.get("key", "")
    if http.method == "POST" and _may_keep(http, ask):
        try:
            save_draft(pk=way.request.pk, by=way.organiser, fields=ask.fields(), now=timezone.now())
        except Refused:  # sent meanwhile, as by a double click: show it where it stands
            return redirect(way.home)
        return _kept(http, ask, way)
    return show_ask(http, ask, way)


def _may_keep(http: HttpRequest, ask: AskForm) -> bool:
    return http.POST.get("do") in ("save", "send") and ask.is_valid()


def _kept(http: HttpRequest, ask: AskForm, way: Way) -> HttpResponse:
    """The draft is kept; if it is to be sent, send it or say what is missing at the fields."""
    if http.POST.get("do") == "save":
        messages.success(http, "Your draft is saved. You can go on with it whenever you like.")
        return redirect(way.to("edit"))
    fresh = way_of(http, None if way.token else way.request.pk, way.token)
    today = today_in_london(timezone.now())
    code = code_in_force(fresh.request.unit, today)
    missing = what_it_lacks(fresh.request, ask.documents(), today=today, code=code)
    if missing:
        ask.form.show_missing(missing)
        return show_ask(http, ask, fresh, status=422)
    try:
        sent = send(pk=fresh.request.pk, by=way.organiser, now=timezone.now())
    except Refused as refusal:
        if way_of(http, None if way.token else way.request.pk, way.token).request.status != "draft":
            return redirect(way.home)
        ask.form.add_refusals(refusal.reasons)
        return show_ask(http, ask, fresh, status=409)
    messages.success(http, f"Your request is sent. Its number is {sent.shown_number}.")
    return redirect(way.home)


def show_ask(http: HttpRequest, ask: AskForm, way: Way | None, status: int = 200) -> HttpResponse:
    wrong = http.method == "POST" and http.POST.get("do") in ("save", "send")
    if http.method == "POST" and not wrong:
        ask.form.errors.clear()
        for speaker in ask.speakers:
            speaker.errors.clear()
    shown: dict[str, Any] = {
        "ask": ask,
        "form": ask.form,
        "speakers": ask.speakers,
        "panel": ask.panel(),
        "way": way,
        "lines": summary(ask.form, *(each for each in ask.speakers if each.is_bound)) if wrong else [],
        "base": "kernel/public.html" if way and way.token else "kernel/page.html",
        "route_address": way.to("route") if way else reverse("events:new-route"),
        "discard_address": way.to("discard") if way and not ask.amending else "",
        "problem": wrong,
    }
    bad = 422 if wrong and status == 200 else status
    return page(http, "events/ask.html", shown, status=bad)


@require_POST
def route(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The route panel alone, for what is in the boxes now."""
    person: Person | None = getattr(http, "person", None)
    if pk is None and not token:
        if person is None:
            raise NotThere
        ask = AskForm(EventRequest(organiser=person), person, http.POST)
    else:
        way = way_of(http, pk, token)
        ask = AskForm(way.request, way.organiser.person, http.POST)
    return page(http, "events/_route.html", {"panel": ask.panel()})


@require_http_methods(["GET", "POST"])
def discard(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Throw a draft away, after asking once more."""
    way = way_of(http, pk, token)
    refuse_if(why_not_edit_draft(RequestFacts(status=way.request.status)))
    if http.method == "POST":
        discard_draft(pk=way.request.pk, by=way.organiser, now=timezone.now())
        messages.success(http, "The draft is thrown away.")
        return redirect("events:hire" if token else "events:mine")
    return page(
        http,
        "events/discard.html",
        {"way": way, "draft": way.request, "base": "kernel/public.html" if token else "kernel/page.html"},
    )
