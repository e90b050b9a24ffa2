"""The contacts of the local network, and how long is remembered what they say."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.events import catalogue
from dueregard.events.commands import contacts as commands
from dueregard.events.forms.partner import ContactForm, MemoryForm
from dueregard.events.models import PartnerContact
from dueregard.events.queries.partner import contacts_kept_by, memory_of
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.access import require
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person

ORDER = ("organisation", "name", "pk")


def _keeper(http: HttpRequest) -> Person:
    person = reader_of(http)
    require(person, catalogue.PARTNER_CONTACTS, unit=provider_of(person.unit), today=today_of(http))
    return person


@require_safe
def contacts(http: HttpRequest) -> HttpResponse:
    person = _keeper(http)
    today = today_of(http)
    rows = keyset(
        contacts_kept_by(person, today),
        order=ORDER,
        after=http.GET.get("after"),
        before=http.GET.get("before"),
    )
    return page(
        http, "events/contacts.html", {"rows": rows, "today": today, "memory": memory_of(person.unit)}
    )


@require_http_methods(["GET", "POST"])
def new(http: HttpRequest) -> HttpResponse:
    person = _keeper(http)
    form = ContactForm(http.POST if http.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            commands.keep_contact(by=person, unit=person.unit, fields=form.facts(), now=timezone.now())
        except (Refused, NotAllowed) as no:
            return _page(http, form, "A new contact", status=show_refusal(form, no))
        messages.success(http, "The contact is kept.")
        return redirect("events:contacts")
    return _page(http, form, "A new contact", status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def change(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a contact, or say that it is still right by giving the next day."""
    person = _keeper(http)
    contact = _contact(http, person, pk)
    names = ("name", "role", "organisation", "email", "review_by")
    initial = {name: getattr(contact, name) for name in names}
    form = ContactForm(http.POST if http.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            commands.change_contact(pk=pk, by=person, fields=form.facts(), now=timezone.now())
        except (Refused, NotAllowed) as no:
            return _page(http, form, contact.name, status=show_refusal(form, no), contact=contact)
        messages.success(http, "The contact is reviewed.")
        return redirect("events:contacts")
    return _page(http, form, contact.name, status=422 if form.is_bound else 200, contact=contact)


@require_http_methods(["GET", "POST"])
def remove(http: HttpRequest, pk: UUID) -> HttpResponse:
    person = _keeper(http)
    contact = _contact(http, person, pk)
    if http.method == "POST":
        commands.remove_contact(pk=pk, by=person, now=timezone.now())
        messages.success(http, "The contact is removed.")
        return redirect("events:contacts")
    return page(http, "events/contact_remove.html", {"contact": contact, "breadcrumbs": _way()})


@require_http_methods(["GET", "POST"])
def memory(http: HttpRequest) -> HttpResponse:
    """How long answers are kept and earlier decisions about a speaker are shown."""
    person = _keeper(http)
    found = memory_of(person.unit)
    initial = {"answer_months": found.answer_months, "speaker_years": found.speaker_years}
    form = MemoryForm(http.POST if http.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            commands.set_memory(by=person, unit=person.unit, now=timezone.now(), **form.cleaned_data)
        except (Refused, NotAllowed) as no:
            return _page(http, form, "How long we remember", status=show_refusal(form, no))
        messages.success(http, "Set. What was answered before keeps its day.")
        return redirect("events:contacts")
    return _page(http, form, "How long we remember", status=422 if form.is_bound else 200)


def _contact(http: HttpRequest, person: Person, pk: UUID) -> PartnerContact:
    found = contacts_kept_by(person, today_of(http)).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _way() -> list[tuple[str, str]]:
    return [("Contacts of the local network", reverse("events:contacts"))]


def _page(
    http: HttpRequest, form: DrForm, heading: str, *, status: int, contact: PartnerContact | None = None
) -> HttpResponse:
    shown = {"form": form, "heading": heading, "contact": contact, "breadcrumbs": _way()}
    return page(http, "events/contact.html", shown, status=status)
