"""The codes of outreach and their wording."""

from dueregard.kernel.catalogue import LedgerAction, Permission, ledger_actions, permissions

MANAGE = permissions.declare(
    Permission("outreach.manage", "say who is named to the public, and look after posters, slides and videos")
).code


def _action(code: str, label: str, **data: type) -> str:
    return ledger_actions.declare(LedgerAction(f"outreach.{code}", label, data)).code


POST_NAMED = _action("post-named", "Named the post to the public", post=str, unit=str, again=bool)
POST_NOT_NAMED = _action("post-not-named", "Took the post off the public page", post=str, unit=str)
HELPLINE_KEPT = _action("helpline-kept", "Gave the public a number to ring", unit=str, again=bool)
HELPLINE_DROPPED = _action("helpline-dropped", "Took a number off the public page", unit=str)

PRINTED = _action("printed", "Printed a poster", unit=str, design=str, shape=str, number=int)
HUNG = _action("hung", "Recorded where a poster hangs", poster=str)
CAME_DOWN = _action("came-down", "Recorded that a poster came down", poster=str, replaced=bool)
LOOK_CHOSEN = _action("look-chosen", "Chose the colour of posters", unit=str)
_WORDS: dict[str, type] = {"unit": str, "design": str, "number": int, "digest": str}
WORDS_WRITTEN = _action("words-written", "Wrote words for posters", **_WORDS)
WORDS_USED = _action("words-used", "Put words for posters in use", **_WORDS)
WORDS_GIVEN_UP = _action("words-given-up", "Gave up words for posters", **_WORDS)
WORDS_LET_GO = _action("words-let-go", "Let a draft of words for posters go", **_WORDS)
VIDEO_SAVED = _action("video-saved", "Saved a draft of the video", unit=str, file=bool)
VIDEO_PUBLISHED = _action("video-published", "Published the video", unit=str)
VIDEO_WITHDRAWN = _action("video-withdrawn", "Withdrew the video", unit=str)
