from datetime import timedelta

import pytest

from dueregard.outbox.rules import one_line, wait_for_message, wait_for_server


def test_a_message_rests_from_a_minute_up_to_an_hour_give_or_take_a_fifth():
    waits = [wait_for_message(tries, "x") for tries in range(1, 12)]
    assert timedelta(seconds=48) <= waits[0] <= timedelta(seconds=72)
    assert all(timedelta(minutes=48) <= wait <= timedelta(minutes=72) for wait in waits[7:])
    assert wait_for_message(10_000, "x") <= timedelta(minutes=72)


def test_messages_that_failed_together_come_back_apart():
    assert len({wait_for_message(3, str(number)) for number in range(50)}) > 45


def test_a_server_that_answers_again_is_found_within_six_minutes():
    assert max(wait_for_server(tries, "x") for tries in range(1, 50)) <= timedelta(minutes=6)


@pytest.mark.parametrize(
    ("typed", "header"),
    [
        ("plain", "plain"),
        ("two\r\nlines", "two lines"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("\x00\x1b[0m", "[0m"),
        ("Café ☕", "Café ☕"),
        ("  much   space\t", "much space"),
    ],
)
def test_a_header_is_one_line_and_keeps_its_words(typed, header):
    assert one_line(typed) == header
