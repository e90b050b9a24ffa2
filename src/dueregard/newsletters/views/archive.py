"""What was sent, for whoever may read it; and the end of newsletters by the link in a mail."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.kernel.errors import NotThere
from dueregard.kernel.markdown import html_of
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.newsletters.commands import subscription
from dueregard.newsletters.models import Unsubscribed
from dueregard.newsletters.queries.letter import archive_for, of_provider
from dueregard.newsletters.unsubscribing import wish_in
from dueregard.organisation.models import Unit
from dueregard.statements.queries.standing import open_providers, spoken_for


@login_not_required
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Newest first: what is public; for somebody of the provider, everything."""
    person = getattr(request, "person", None)
    code = request.GET.get("provider", "")
    provider = spoken_for(code, person.unit if person else None)
    if provider is None:
        if code:
            raise NotThere
        choice = {"title": "Newsletters", "providers": open_providers()}
        return page(request, "newsletters/choose.html", choice)
    shown = keyset(
        of_provider(archive_for(person), provider),
        order=("-at", "-id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    return page(request, "newsletters/archive.html", {"provider": provider, "shown": shown})


@login_not_required
@require_safe
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One newsletter as it was sent. Who is not signed in is asked to, whether or not there is such a one."""
    person = getattr(request, "person", None)
    found = archive_for(person).filter(letter=pk).defer(None).first()
    if found is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if found is None:
        raise NotThere
    return page(request, "newsletters/archived.html", {"sending": found, "html": html_of(found.text)})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing: mail scanners follow links. A POST ends newsletters, whether it comes from the page
    or from a mail program (RFC 8058), which has neither cookie nor token: the signed address says who asks."""
    wish = wish_in(token)
    provider = Unit.objects.filter(pk=wish.provider).first() if wish else None
    if wish is None or provider is None:
        raise NotThere
    if request.method == "POST":
        again = request.POST.get("do") == "subscribe"
        change = subscription.subscribe if again else subscription.unsubscribe
        change(wish=wish, now=timezone.now())
        if "do" in request.POST:
            return redirect(request.path)
    ended = Unsubscribed.objects.filter(person=wish.person, unit=provider).exists()
    return page(request, "newsletters/unsubscribe.html", {"provider": provider, "ended": ended})
