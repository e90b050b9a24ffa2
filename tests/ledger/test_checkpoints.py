import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dueregard.kernel.errors import Refused
from dueregard.ledger import checkpoints
from dueregard.ledger.checkpoints import Checkpoint, read, sign

HERS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
POINT = Checkpoint("ash.example.ac.uk/ledger", 48, "ab" * 32)


def test_a_checkpoint_has_the_shape_of_a_signed_note():
    origin, size, root, empty, signature, end = sign(POINT, HERS).split("\n")
    assert (origin, size, empty, end) == ("ash.example.ac.uk/ledger", "48", "", "")
    assert len(root) == 44
    assert signature.startswith("— ash.example.ac.uk/ledger ")


def test_a_signed_checkpoint_is_read_back_as_it_was_also_with_windows_line_ends():
    assert read(sign(POINT, HERS), HERS.public_key()) == POINT
    assert read(sign(POINT, HERS).replace("\n", "\r\n"), HERS.public_key()) == POINT


def test_a_witness_may_add_its_own_signature_below():
    note = sign(POINT, HERS) + "— witness.example AAAAAAAA\n"
    assert read(note, HERS.public_key()) == POINT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "a\n1\n\n— a b\n",
        "a\n-1\n" + "A" * 44 + "\n\n",
        "a\nx\ny\n\n",
        "a\n" + "9" * 5000 + "\nb\n\n",
        "x" * 10_000,
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(Refused, match="not a checkpoint"):
        read(text, HERS.public_key())


@pytest.mark.parametrize("change", [("\n48\n", "\n47\n"), ("ash.", "oak.")])
def test_a_checkpoint_changed_after_signing_is_refused(change):
    with pytest.raises(Refused, match="not signed"):
        read(sign(POINT, HERS).replace(*change), HERS.public_key())


def test_a_checkpoint_signed_with_another_key_is_refused():
    with pytest.raises(Refused, match="not signed"):
        read(sign(POINT, OTHER), HERS.public_key())


def test_a_test_or_demo_makes_its_key_once_readable_by_its_owner_only(settings, tmp_path):
    settings.LEDGER_KEY_FILE = tmp_path / "made" / "key.pem"
    first, again = checkpoints.signing_key(), checkpoints.signing_key()
    assert first.public_key() == again.public_key()
    assert settings.LEDGER_KEY_FILE.stat().st_mode & 0o777 == 0o600


def test_production_never_makes_a_key_and_says_how_to(settings, tmp_path):
    settings.LEDGER_KEY_FILE = tmp_path / "key.pem"
    settings.TESTING = settings.DEMO = False
    with pytest.raises(Refused, match="openssl genpkey -algorithm ed25519"):
        checkpoints.signing_key()


def test_a_file_that_is_no_key_is_refused(settings, tmp_path):
    settings.LEDGER_KEY_FILE = tmp_path / "key.pem"
    settings.LEDGER_KEY_FILE.write_text("not a key")
    with pytest.raises(Refused, match="cannot be read"):
        checkpoints.signing_key()
