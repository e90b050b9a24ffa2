"""Every template loads, is used by something, and asks nothing of another site."""

import re

import pytest
from django.template.loader import get_template

from tests.architecture.tree import BUILT, SOURCE, files, modules, short, templates

ELSEWHERE = re.compile(
    r"""(?:src|href|action|srcset|poster|content)\s*=\s*["']?\s*(?:https?:)?//""", re.IGNORECASE
)
STYLE_ELSEWHERE = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])(?:https?:)?//""", re.IGNORECASE)
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style|javascript:""", re.IGNORECASE)
SCRIPT_WITHOUT_NONCE = re.compile(
    r"<script(?![^>]*(?:\ssrc=|nonce=|application/(?:ld\+)?json))[^>]*>", re.IGNORECASE
)
# Names by which a framework asks for a template that our code never names.
ASKED_BY_FRAMEWORKS = (
    "account/",
    "allauth/",
    "mfa/",
    "socialaccount/",
    "usersessions/",
    "django/forms/",
    "429.html",
)
PAGES = [(name, path) for name, path in templates() if path.suffix in {".html", ".txt", ".xml"}]


@pytest.mark.parametrize("name", [name for name, _ in PAGES])
def test_it_loads(name) -> None:
    get_template(name)


def test_every_template_is_used() -> None:
    texts = [path.read_text("utf-8") for path in (*modules(), *(path for _, path in PAGES))]
    unused = [
        name
        for name, _ in PAGES
        if not name.startswith(ASKED_BY_FRAMEWORKS) and not any(name in text for text in texts)
    ]
    assert unused == []


def test_no_template_points_to_another_site() -> None:
    assert _lines(ELSEWHERE) == []


def test_no_template_holds_what_the_content_security_policy_refuses() -> None:
    assert _lines(INLINE) + _lines(SCRIPT_WITHOUT_NONCE) == []


def _lines(pattern: "re.Pattern[str]") -> list[str]:
    return [
        f"{short(path)}:{number}: {line.strip()[:120]}"
        for _, path in PAGES
        if path.suffix == ".html"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_style_or_script_points_to_another_site() -> None:
    ours = [path for path in files() if path.suffix in {".css", ".scss"}]
    built = list(BUILT.rglob("*.css")) if BUILT.exists() else []
    wrong = [short(path) for path in (*ours, *built) if STYLE_ELSEWHERE.search(path.read_text("utf-8"))]
    scripts = [
        path
        for path in SOURCE.rglob("*.js")
        if re.search(r"""["'](?:https?:)?//\w""", path.read_text("utf-8"))
    ]
    assert wrong + [short(path) for path in scripts] == []
