"""What a password must be like."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from dueregard.accounts.models import User


def why_not_password(password: str, user: User | None) -> list[str]:
    """Why this password will not do, as sentences."""
    try:
        validate_password(password, user)
    except ValidationError as problem:
        return list(problem.messages)
    return []
