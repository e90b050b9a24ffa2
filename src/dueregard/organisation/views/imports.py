"""Bringing files in by page: upload, a preview of what would happen, then the real thing.

The file travels from the preview to the confirmation inside the page, compressed and signed for this person and
kind, so that nothing of it is kept where somebody might not come back.
"""

import io
from typing import Any, cast

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from dueregard.documents.bringing_in.travelling import packed, unpacked
from dueregard.documents.tables import Unreadable
from dueregard.kernel.errors import NotAllowed, NotThere
from dueregard.kernel.pages import page
from dueregard.organisation import commands
from dueregard.organisation.catalogue import MANAGE_PEOPLE, MANAGE_POSTS, MANAGE_UNITS
from dueregard.organisation.commands.bringing import What
from dueregard.organisation.forms import ImportForm
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.imports.report import Report
from dueregard.organisation.models import Person
from dueregard.organisation.queries.reach import reach
from dueregard.organisation.views.form_page import person_of, top

NEEDED = {"units": MANAGE_UNITS, "people": MANAGE_PEOPLE, "posts": MANAGE_POSTS}
COLUMNS = {
    "units": "code, name, kind, parent",
    "people": "id, name, email, unit",
    "posts": "post, unit, person, from, to",
}
AN_HOUR = 3600
SHOWN = 100


def _somebody(request: PersonRequest, what: str) -> Person:
    by = person_of(request)
    if not reach(request.access):
        raise NotThere
    held = [post for post in request.access.posts if NEEDED[what] in post.permissions]
    if not any(post.unit.parent_id is None for post in held):
        raise NotAllowed("Only a post for the whole provider lets you bring in files.")
    return by


@require_http_methods(["GET", "POST"])
def bring_in(request: PersonRequest, what: str) -> HttpResponse:
    """GET: the form. POST with a file: the preview. POST with a signed file: the import itself."""
    by = _somebody(request, what)
    context: dict[str, Any] = {"what": what, "columns": COLUMNS[what], "breadcrumbs": top()}
    if request.method == "POST" and "kept" in request.POST:
        return _import(request, what, by, context)
    form = (
        ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    )
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        try:
            context["report"] = _run(what, by, content, upload.name, dry_run=True)
        except Unreadable as problem:
            form.add_error("file", str(problem))
        else:
            context |= {"kept": packed(upload.name, content, salt=_salt(what, by)), "name": upload.name}
    return _shown(request, {**context, "form": form})


def _import(request: PersonRequest, what: str, by: Person, context: dict[str, Any]) -> HttpResponse:
    try:
        name, content, _ = unpacked(request.POST["kept"], salt=_salt(what, by), seconds=AN_HOUR)
    except signing.BadSignature:
        form = ImportForm({}, MultiValueDict())
        form.is_valid()
        form.errors["file"] = form.error_class(
            ["The preview is more than an hour old. Choose the file again."]
        )
        return _shown(request, {**context, "form": form})
    report = _run(what, by, content, name, skip_bad="skip_bad" in request.POST)
    if not report.done:
        return _shown(
            request,
            {**context, "form": ImportForm(), "report": report, "kept": request.POST["kept"], "name": name},
        )
    messages.success(
        request, f"{name}: {report.added:,} new, {report.changed:,} changed, {report.skipped:,} left out."
    )
    return HttpResponseRedirect(reverse("organisation:overview"))


def _shown(request: PersonRequest, context: dict[str, Any]) -> HttpResponse:
    report: Report | None = context.get("report")
    if report:
        context["errors"] = report.errors[:SHOWN]
        context["more"] = max(0, len(report.errors) - SHOWN)
    return page(request, "organisation/import.html", context)


def _run(what: str, by: Person, content: bytes, name: str, **how: bool) -> Report:
    return commands.bring_in(
        what=cast("What", what), stream=io.BytesIO(content), name=name, by=by, now=timezone.now(), **how
    )


def _salt(what: str, by: Person) -> str:
    return f"organisation.import.{what}.{by.pk}"
