"""Who may be whom among the speakers of several events, and who is, because a person said so."""

from collections.abc import Iterable

from dueregard.events.models import Speaker, SpeakerLink


def same_person(speakers: Iterable[Speaker]) -> dict[int, list[Speaker]]:
    """For each speaker (by primary key) the other rows that a person has merged with it, newest event first; `[]`
    where nobody has. Two queries. The rows come with their requests: show only what the reader may see of these
    (`queries.visible.visible_to`). Names that merely look alike are never in here."""
    wanted = [speaker.pk for speaker in speakers]
    mine = dict(
        SpeakerLink.objects.filter(speaker__in=wanted, undone_at=None).values_list("speaker", "identity")
    )
    found: dict[int, list[Speaker]] = {pk: [] for pk in wanted}
    if not mine:
        return found
    links = SpeakerLink.objects.filter(identity__in=set(mine.values()), undone_at=None)
    of_identity: dict[object, list[Speaker]] = {}
    for link in links.select_related("speaker__request__unit").order_by("-speaker__request__day", "speaker"):
        of_identity.setdefault(link.identity_id, []).append(link.speaker)
    for pk, identity in mine.items():
        found[pk] = [each for each in of_identity[identity] if each.pk != pk]
    return found
