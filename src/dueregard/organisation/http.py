"""A request of a signed-in person, truthful to the type checker."""

from dueregard.accounts.http import SignedInRequest
from dueregard.organisation.access import Access
from dueregard.organisation.models import Person


class PersonRequest(SignedInRequest):
    """`person` is None only for an account that belongs to nobody: views ask `person_of` first."""

    person: Person | None
    access: Access
