"""The locks hold names, versions and hashes: no host, no machine, and no library that the product must never use."""

import json
import re

import pytest

from tests.architecture.tree import LOCKS, ROOT

# The duty is done by people: no machine learning, no language models, no profiling, no tracking of visitors.
NEVER = re.compile(
    r"^(torch|tensorflow|keras|scikit-learn|xgboost|lightgbm|transformers|sentence-transformers|spacy|nltk|gensim"
    r"|openai|anthropic|langchain|llama|litellm|tiktoken|google-generativeai|cohere|mistralai|ollama|huggingface"
    r"|sentry-sdk|posthog|mixpanel|segment|analytics-python|google-analytics|newrelic|ddtrace|amplitude|rollbar)"
)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host(lock) -> None:
    text = lock.read_text()
    assert [
        mark for mark in ("://", "--index", "--extra-index", "--find-links", "@ file") if mark in text
    ] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_everything_in_a_lock_is_pinned_and_hashed(lock) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    loose = [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_is_made_from_its_list(lock) -> None:
    asked = [
        line.split(";")[0].strip()
        for line in lock.with_suffix(".in").read_text().splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    names = {re.split(r"[\[=<>!~ ]", each)[0].lower().replace("_", "-") for each in asked}
    held = set(re.findall(r"^([a-z0-9.-]+)(?:\[[^\]]*\])?==", lock.read_text(), re.MULTILINE))
    assert sorted(names - held) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_nothing_that_learns_or_tracks_is_locked(lock) -> None:
    names = re.findall(r"^([A-Za-z0-9._-]+)", lock.read_text(), re.MULTILINE)
    assert [name for name in names if NEVER.match(name.lower())] == []


def test_the_front_end_lock_names_no_host() -> None:
    lock = ROOT / "frontend" / "package-lock.json"
    packages = json.loads(lock.read_text())["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name in packages if NEVER.match(name.rpartition("node_modules/")[2])] == []
