"""What everybody may read and do without signing in: the code of practice, and a complaint."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.kernel.errors import NotThere
from dueregard.kernel.markdown import html_of as as_html
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person, Unit
from dueregard.statements.commands.complaint import complain as complain_command
from dueregard.statements.forms import ComplaintForm
from dueregard.statements.models import CODE, Version
from dueregard.statements.queries.complaint import posts_in_force
from dueregard.statements.queries.standing import open_providers, spoken_for
from dueregard.statements.queries.version import dated
from dueregard.statements.rules.complaining import SCHEME_OPENS
from dueregard.statements.views.finding import today
from dueregard.versions.choices import Status


def own_unit(request: HttpRequest) -> Unit | None:
    person: Person | None = getattr(request, "person", None)
    return person.unit if person else None


def provider_asked_for(request: HttpRequest) -> Unit | None:
    """By its code in the address, or the reader's own, or the only one. A code that no provider has is not there."""
    code = request.GET.get("provider", "")
    found = spoken_for(code, own_unit(request))
    if code and found is None:
        raise NotThere
    return found


@login_not_required
@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """The code of practice in force."""
    provider = provider_asked_for(request)
    if provider is None:
        return _choose(request, "Code of practice on freedom of speech")
    found = dated(CODE, provider, today()).first()
    return _code_page(request, provider, found)


@login_not_required
@require_safe
def code_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A version that is or was in force, at an address that stays."""
    found = Version.objects.select_related("unit").filter(
        pk=pk, kind=CODE, status=Status.DATED, in_force_from__lte=today()
    )
    version = found.first()
    if version is None:
        raise NotThere
    return _code_page(request, version.unit, version)


def _code_page(request: HttpRequest, provider: Unit, version: Version | None) -> HttpResponse:
    all_ = list(dated(CODE, provider, today()).defer("text"))
    latest = all_[0] if all_ else None
    context: dict[str, Any] = {
        "provider": provider,
        "version": version,
        "html": as_html(version.text) if version else "",
        "latest": latest,
        "is_latest": version is not None and latest is not None and version.pk == latest.pk,
        "others": [each for each in all_ if version is None or each.pk != version.pk],
    }
    return page(request, "statements/code.html", context)


def _choose(request: HttpRequest, title: str) -> HttpResponse:
    return page(request, "statements/choose.html", {"title": title, "providers": open_providers()})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """If you think freedom of speech was not upheld: who looks at it, and a form. The answer is the same whatever
    becomes of what was sent."""
    provider = provider_asked_for(request)
    if provider is None:
        return _choose(request, "If you think freedom of speech was not upheld")
    person: Person | None = getattr(request, "person", None)
    initial = {"name": person.name, "email": person.email} if person else None
    form = ComplaintForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        complain_command(unit=provider, now=timezone.now(), **form.cleaned_data)
        email = form.cleaned_data["email"]
        return page(request, "statements/complained.html", {"email": email, "provider": provider})
    context = {
        "provider": provider,
        "form": form,
        "posts": posts_in_force(provider, today()),
        "scheme": today() >= SCHEME_OPENS,
        "england": provider.nation in ("", "ENG"),
    }
    return page(request, "statements/complain.html", context, status=422 if form.is_bound else 200)
