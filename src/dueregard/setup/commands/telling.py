"""What the demonstration tells the public: who to talk to, words of units' own, posters that hang, of which some have an
old number or old words, and a film."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from django.core.files.base import ContentFile

from dueregard.kernel.dates import today_in_london
from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import Person, Post, Unit
from dueregard.outreach.commands.posters import hang, print_poster
from dueregard.outreach.commands.video import publish, save_video
from dueregard.outreach.commands.who import keep_helpline, name_post
from dueregard.outreach.commands.wording import use_words, write_words
from dueregard.outreach.designs import OURS, words_of
from dueregard.outreach.models import Design, Poster, Shape
from dueregard.setup.catalogue import DEMO

HUNG = timedelta(days=60)
"""How long ago posters were hung; what `later` says of a number has changed since."""

BETWEEN = timedelta(days=21)


def tell_the_public(told: Mapping[str, Any], units: Mapping[str, Unit], *, now: datetime) -> None:
    """`told` is the table `outreach` of a script; posts that a preset does not have are passed over."""
    then = now - HUNG
    for plan in told.get("named", ()):
        _name(plan, units, plan["telephone"], then)
    for line in told.get("numbers", ()):
        keep_helpline(by=DEMO, unit=units[line.get("unit", "")], now=then, **_without(line, "unit"))
    lead = next(iter(who_may_act("prevent-lead", units[""], today_in_london(then))), None)
    if lead is not None:
        if "video" in told:
            _film(told["video"], units[""], lead, then)
        _word(told, units, lead, "before", then)
        for plan in told.get("posters", ()):
            _put_up(plan, units, lead, then)
        _word(told, units, lead, "after", then + BETWEEN)
        _word(told, units, lead, "draft", now)
    for plan in told.get("named", ()):
        if "later" in plan:
            _name(plan, units, plan["later"], now)


def _name(plan: Mapping[str, Any], units: Mapping[str, Unit], telephone: str, now: datetime) -> None:
    post = Post.objects.filter(kind__code=plan["post"], unit=units[plan.get("unit", "")]).first()
    if post is not None:
        told = _without(plan, "post", "unit", "telephone", "later")
        name_post(by=DEMO, post=post.pk, telephone=telephone, now=now, **told)


def _word(told: Mapping[str, Any], units: Mapping[str, Unit], lead: Person, when: str, now: datetime) -> None:
    for plan in told.get("words", ()):
        if plan["when"] != when:
            continue
        unit, design = units[plan.get("unit", "")], Design(plan["design"])
        words = words_of({**asdict(OURS[design]), **_without(plan, "when", "unit", "design")})
        draft = write_words(by=lead, unit=unit, design=design, words=words, now=now)
        if when != "draft":
            use_words(by=lead, pk=draft.pk, revision=draft.revision, now=now)


def _film(plan: Mapping[str, Any], unit: Unit, lead: Person, now: datetime) -> None:
    """A film of four cards without sound, made for the demonstration, with its captions and transcript."""
    held = files("dueregard.setup.demo")
    video = save_video(
        by=lead,
        unit=unit,
        title=plan["title"],
        about=plan["about"],
        captions=(held / "welcome.vtt").read_text("utf-8"),
        transcript=(held / "welcome.md").read_text("utf-8"),
        upload=ContentFile((held / "welcome.webm").read_bytes(), "welcome.webm"),
        now=now,
    )
    publish(by=lead, pk=video.pk, now=now)


def _put_up(plan: Mapping[str, Any], units: Mapping[str, Unit], lead: Person, now: datetime) -> None:
    poster: Poster = print_poster(
        by=lead,
        unit=units[plan.get("unit", "")],
        design=Design(plan["design"]),
        shape=Shape(plan["shape"]),
        now=now,
    )
    for place in plan["places"]:
        building, floor, words = (part.strip() for part in place.split("|"))
        day = today_in_london(now)
        hang(by=lead, poster=poster.pk, building=building, floor=floor, words=words, hung_on=day, now=now)


def _without(plan: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in plan.items() if name not in names}
