"""What can go wrong with somebody else's word for who a person is."""

from allauth.socialaccount.providers.oauth2.client import OAuth2Error


class NotBelieved(OAuth2Error):
    """What the identity service sent cannot be right; the message holds nothing of it."""
