"""Giving and ending posts, deputies, and kinds of post."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dueregard.kernel.catalogue import permissions
from dueregard.kernel.dates import long_date
from dueregard.kernel.errors import NotAllowed, NotThere
from dueregard.kernel.pages import page
from dueregard.organisation import commands
from dueregard.organisation.catalogue import MANAGE_POSTS
from dueregard.organisation.forms import (
    ConfirmForm,
    DeputyForm,
    EndForm,
    GivePostForm,
    PostForm,
    PostKindForm,
)
from dueregard.organisation.forms.dates import AT_ONCE
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Deputy, Holding, Person, Post, PostKind
from dueregard.organisation.queries.reach import post_seen, reach, unit_seen
from dueregard.organisation.terms import in_force
from dueregard.organisation.views.form_page import Crumbs, crumbs_of, data_of, form_page, need, person_of, top
from dueregard.organisation.views.units import today


@require_http_methods(["GET", "POST"])
def new_post(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    unit = unit_seen(request.access, pk)
    need(request.access, MANAGE_POSTS, unit=unit)
    form = PostForm(data_of(request))

    def act() -> str:
        kind = PostKind.objects.get(code=form.cleaned_data["kind"])
        commands.make_post(by=by, kind=kind, unit=unit, now=timezone.now())
        return f"{unit.name} has the post of {kind.title}. Give it to somebody next."

    return form_page(
        request,
        form=form,
        heading=f"Add a post to {unit.name}",
        button="Add this post",
        back=reverse("organisation:unit", args=[pk]),
        crumbs=crumbs_of(request, unit),
        act=act,
        lead=["Work that comes to a post which nobody holds goes to the next unit up."],
    )


@require_http_methods(["GET", "POST"])
def give_post(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    post = post_seen(request.access, pk)
    need(request.access, MANAGE_POSTS, unit=post.unit)
    form = GivePostForm(data_of(request), initial={"starts": today()})

    def act() -> str:
        assert form.found
        starts, ends = form.cleaned_data["starts"], form.cleaned_data["ends"]
        commands.give_post(by=by, post=post, person=form.found, starts=starts, ends=ends, now=timezone.now())
        return f"{form.found.name} holds the post of {post.kind.title} from {long_date(starts)}."

    return form_page(
        request,
        form=form,
        heading=f"Give the post of {post.kind.title}",
        button="Give this post",
        back=reverse("organisation:unit", args=[post.unit_id]),
        crumbs=crumbs_of(request, post.unit),
        act=act,
        lead=[f"In {post.unit.name} and everything below it, this post may:", *may_do(post.kind)],
    )


@require_http_methods(["GET", "POST"])
def end_post(request: PersonRequest, pk: int) -> HttpResponse:
    by = person_of(request)
    holding = Holding.objects.select_related("person", "post__kind", "post__unit").filter(pk=pk).first()
    if holding is None or holding.post.unit not in reach(request.access):
        raise NotThere
    need(request.access, MANAGE_POSTS, unit=holding.post.unit)
    form = EndForm(data_of(request))

    def act() -> str:
        given = form.cleaned_data
        day = None if given["when"] == AT_ONCE else given["last_day"]
        commands.end_post(pk=pk, by=by, on=day, now=timezone.now())
        return (
            f"{holding.person.name} holds this post until {long_date(day)}." if day else "The post is ended."
        )

    return form_page(
        request,
        form=form,
        heading=f"End {holding.person.name}’s post of {holding.post.kind.title}",
        button="End this post",
        back=reverse("organisation:unit", args=[holding.post.unit_id]),
        crumbs=crumbs_of(request, holding.post.unit),
        act=act,
        lead=[
            "From then on this person can no longer do what the post allows, from the very next page they open."
        ],
        grave=True,
    )


@require_http_methods(["GET", "POST"])
def name_deputy(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    post = _post_to_deputise(request, by, pk)
    form = DeputyForm(data_of(request), initial={"starts": today()})

    def act() -> str:
        assert form.found
        starts, ends = form.cleaned_data["starts"], form.cleaned_data["ends"]
        commands.name_deputy(
            by=by, post=post, person=form.found, starts=starts, ends=ends, now=timezone.now()
        )
        return f"{form.found.name} stands in whenever nobody who holds this post is here."

    return form_page(
        request,
        form=form,
        heading=f"Name a deputy for {post.kind.title}",
        button="Name this deputy",
        back=_back(request, post, by),
        crumbs=_crumbs(request, post),
        act=act,
        lead=["A deputy can act only while nobody holds the post or everybody who holds it is away."],
    )


@require_http_methods(["GET", "POST"])
def end_deputy(request: PersonRequest, pk: int) -> HttpResponse:
    by = person_of(request)
    deputy = Deputy.objects.select_related("person", "post__kind", "post__unit").filter(pk=pk).first()
    if deputy is None:
        raise NotThere
    post = _post_to_deputise(request, by, deputy.post_id)

    def act() -> str:
        commands.end_deputyship(pk=pk, by=by, now=timezone.now())
        return f"{deputy.person.name} no longer stands in."

    return form_page(
        request,
        form=ConfirmForm(data_of(request)),
        heading=f"{deputy.person.name} no longer stands in for {post.kind.title}",
        button="End this at once",
        back=_back(request, post, by),
        crumbs=_crumbs(request, post),
        act=act,
        grave=True,
    )


@require_GET
def post_kinds(request: PersonRequest) -> HttpResponse:
    person_of(request)
    if not reach(request.access):
        raise NotThere
    kinds = [(kind, may_do(kind)) for kind in PostKind.objects.all()]
    context = {"kinds": kinds, "may_make": _for_all(request), "breadcrumbs": top()}
    return page(request, "organisation/post_kinds.html", context)


@require_http_methods(["GET", "POST"])
def new_post_kind(request: PersonRequest) -> HttpResponse:
    by = _somebody_for_all(request)
    form = PostKindForm(data_of(request), new=True)

    def act() -> str:
        kind = commands.make_post_kind(by=by, now=timezone.now(), **form.cleaned_data)
        return f"There is a kind of post {kind.title} now."

    return form_page(
        request,
        form=form,
        heading="Add a kind of post",
        button="Add this kind",
        back=reverse("organisation:post_kinds"),
        crumbs=[*top(), ("Kinds of post", reverse("organisation:post_kinds"))],
        act=act,
        lead=["It may do nothing here by itself yet. A procedure can send it checks and decisions."],
    )


@require_http_methods(["GET", "POST"])
def change_post_kind(request: PersonRequest, pk: int) -> HttpResponse:
    by = _somebody_for_all(request)
    kind = PostKind.objects.filter(pk=pk).first()
    if kind is None:
        raise NotThere
    form = PostKindForm(data_of(request), initial={"title": kind.title}, new=False)

    def act() -> str:
        commands.change_post_kind(pk=pk, by=by, title=form.cleaned_data["title"], now=timezone.now())
        return "The title is changed."

    return form_page(
        request,
        form=form,
        heading=f"Change the title of {kind.title}",
        button="Save",
        back=reverse("organisation:post_kinds"),
        crumbs=[*top(), ("Kinds of post", reverse("organisation:post_kinds"))],
        act=act,
    )


def may_do(kind: PostKind) -> list[str]:
    """What posts of a kind may do, in plain words."""
    labels = [permissions[code].label for code in kind.permissions if code in permissions]
    return [f"{label[0].upper()}{label[1:]}" for label in labels] or ["Nothing by itself."]


def _for_all(request: PersonRequest) -> bool:
    return any(
        MANAGE_POSTS in post.permissions and post.unit.parent_id is None for post in request.access.posts
    )


def _somebody_for_all(request: PersonRequest) -> Person:
    by = person_of(request)
    if not reach(request.access):
        raise NotThere
    if not _for_all(request):
        raise NotAllowed("Only a post for the whole provider lets you change the kinds of post.")
    return by


def _post_to_deputise(request: PersonRequest, by: Person, pk: UUID) -> Post:
    """A post that the person holds, or within reach."""
    own = Holding.objects.filter(in_force(today()), person=by, post=pk)
    held = own.select_related("post__kind", "post__unit").first()
    if held is not None:
        return held.post
    post = post_seen(request.access, pk)
    need(request.access, MANAGE_POSTS, unit=post.unit)
    return post


def _back(request: PersonRequest, post: Post, by: Person) -> str:
    if post.unit in reach(request.access):
        return reverse("organisation:unit", args=[post.unit_id])
    return reverse("organisation:person", args=[by.pk])


def _crumbs(request: PersonRequest, post: Post) -> Crumbs:
    return crumbs_of(request, post.unit) if post.unit in reach(request.access) else []
