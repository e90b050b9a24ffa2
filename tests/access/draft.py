"""Rows for addresses that have none, as they answer now: to be judged line by line, never to be copied unread."""

from collections import Counter
from collections.abc import Mapping

from django.urls import NoReverseMatch

from tests.access.asking import Asker, path_of, told
from tests.access.matrix import PERSONAS, SIGNED_OUT, Address, Answer, Row, missing_keys


def draft(addresses: list[Address], asker: Asker) -> str:
    return "\n".join(_row(address, asker) for address in addresses)


def _row(address: Address, asker: Asker) -> str:
    keys = missing_keys(Row(address.name), address)
    try:
        path = path_of(address, keys)
    except NoReverseMatch:
        return (
            f'\n[[address]]\nname = "{address.name}"\n# its keywords take only some values: {", ".join(keys)}'
        )
    lines = ["", "[[address]]", f'name = "{address.name}"']
    if keys:
        lines.append("keys = { " + ", ".join(f'{name} = "={value}"' for name, value in keys.items()) + " }")
    for method, data in (("GET", None), ("POST", {})):
        answers = {persona: told(asker.ask(persona, method, path, data)) for persona in PERSONAS}
        if set(answers.values()) - {405, "sign-in"} or 405 not in answers.values():
            lines.append(f"{method.lower()} = {_said(answers)}")
    return "\n".join(lines)


def _said(answers: Mapping[str, Answer]) -> str:
    signed_in = (answer for persona, answer in answers.items() if persona != SIGNED_OUT)
    [(usual, _)] = Counter(signed_in).most_common(1)
    said = {persona: answer for persona, answer in answers.items() if answer != usual} | {"others": usual}
    words = (
        f'{name} = "{answer}"' if isinstance(answer, str) else f"{name} = {answer}"
        for name, answer in said.items()
    )
    return "{ " + ", ".join(words) + " }"
