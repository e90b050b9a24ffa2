"""A request whose user is known to be signed in, truthful to the type checker."""

from django.http import HttpRequest

from dueregard.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User
