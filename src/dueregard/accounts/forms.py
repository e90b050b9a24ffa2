"""What people type to sign in: allauth's forms in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.core.validators import MaxLengthValidator

from dueregard.accounts.models import User
from dueregard.accounts.passwords import why_not_password

ADDRESS_NEEDED = "Enter your e-mail address."
ADDRESS_WRONG = "Enter an e-mail address such as name@example.ac.uk."
TWELVE_CHARACTERS = (
    "At least 12 characters, and not a common password. Three or four unrelated words are good."
)
CODE_NEEDED = "Enter the code."


def _address() -> forms.EmailField:
    return forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": ADDRESS_NEEDED,
            "invalid": ADDRESS_WRONG,
            "max_length": "An e-mail address has at most 254 characters.",
        },
    )


def _password(label: str, *, new: bool = False, hint: str = "", needed: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
        error_messages={
            "required": needed or "Enter your password.",
            "max_length": "A password has at most 1,000 characters.",
        },
    )


def _shape(field: forms.Field, label: str, needed: str, hint: str = "") -> None:
    field.label, field.help_text = label, hint
    field.error_messages["required"] = needed
    field.widget.attrs.pop("placeholder", None)
    if field.widget.attrs.get("autocomplete") == "one-time-code":
        field.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}


class SignIn(account.LoginForm):
    field_order = ("login", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address()
        self.fields["password"] = _password("Password")
        self.order_fields(["login", "password"])


class AskForReset(forms.Form):
    email = _address()


class _TwoPasswords:
    """A new password typed twice, named as allauth names them."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def _set_fields(self, user: User | None) -> None:
        self.fields["password1"] = _password(
            "New password", new=True, hint=TWELVE_CHARACTERS, needed="Enter a new password."
        )
        self.fields["password2"] = _password(
            "The same password again", new=True, needed="Type the new password a second time."
        )

    def why_not(self, user: User | None) -> list[str]:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        return why_not_password(first, user) if first and (second is None or first == second) else []


class ChangePassword(_TwoPasswords, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._set_fields(self.user)
        self.fields["oldpassword"] = _password("Current password", needed="Enter your current password.")
        self.order_fields(["oldpassword", "password1", "password2"])

    def clean(self) -> Any:
        return _clean_two(self, super().clean())


class SetPasswordByMail(_TwoPasswords, account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._set_fields(self.user)

    def clean(self) -> Any:
        return _clean_two(self, super().clean())


class ChoosePassword(_TwoPasswords, forms.Form):
    """The first password, by invitation."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self._set_fields(user)

    def clean(self) -> Any:
        cleaned = super().clean()
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two passwords are not the same.")
        return _clean_two(self, cleaned)


def _clean_two(form: Any, cleaned: Any) -> Any:
    for reason in form.why_not(form.user):
        form.add_error("password1", reason)
    return cleaned


class Reauthenticate(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password("Your password")


class GiveCode(factor.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shape(
            self.fields["code"],
            "Code",
            CODE_NEEDED,
            "Six digits from your code generator, or a recovery code.",
        )


class GiveCodeAgain(factor.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shape(
            self.fields["code"],
            "Code",
            CODE_NEEDED,
            "Six digits from your code generator, or a recovery code.",
        )


class TurnOnCodes(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shape(self.fields["code"], "The code that the app shows now", CODE_NEEDED, "Six digits.")


@contextmanager
def _readable() -> Iterator[None]:
    """What a key answered passes through the browser, so that anything at all may arrive in its place."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError):
        raise forms.ValidationError("The answer of the key could not be read. Try again.") from None


class GiveKey(keys.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        with _readable():
            return super().clean_credential()


class GiveKeyAgain(keys.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        with _readable():
            return super().clean_credential()


class SignInByKey(keys.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        with _readable():
            return super().clean_credential()


class AddKey(keys.AddWebAuthnForm):
    def clean(self) -> Any:
        with _readable():
            return super().clean()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shape(
            self.fields["name"], "A name for this key", "", "So that you know it again: ‘blue key’, ‘phone’."
        )
        self.fields["name"].validators.append(MaxLengthValidator(100))
        self.fields["passwordless"].label = "Sign in with this key alone, without a password"
        self.fields[
            "passwordless"
        ].help_text = "The key then asks for a PIN, a fingerprint or a face each time."


class RenameKey(keys.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shape(self.fields["name"], "Name of this key", "Give the key a name.")
