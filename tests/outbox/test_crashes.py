"""What happens when a process dies, with real commits, real processes and a real mail server."""

import os
import signal
import subprocess
import sys

from tests.fixtures.databases import HERE, prepared
from tests.outbox.steps import deliver_after, queue_one, queue_to_all, queue_twenty, states


@prepared(queue_one)
def test_a_message_committed_before_a_crash_goes_out_after_the_restart_once(scratch_database, smtp_sink):
    assert scratch_database.call(deliver_after, 1) == 1
    assert scratch_database.call(deliver_after, 60) == 0
    assert len(smtp_sink.mails) == 1


@prepared(queue_one)
def test_a_worker_killed_after_the_server_took_the_mail_leaves_one_mail_by_its_id(
    scratch_database, smtp_sink
):
    worker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from tests.outbox.steps import *; import django; django.setup(); deliver_after(1)",
        ],
        env=scratch_database.environment(),
        cwd=HERE,
    )
    accept = smtp_sink.handle_DATA

    async def accept_and_kill(server, session, envelope):
        answer = await accept(server, session, envelope)
        os.kill(worker.pid, signal.SIGKILL)
        return answer

    smtp_sink.handle_DATA = accept_and_kill
    assert worker.wait(timeout=60) == -signal.SIGKILL
    smtp_sink.handle_DATA = accept
    assert scratch_database.call(deliver_after, 5) == 0
    assert scratch_database.call(deliver_after, 15) == 1
    assert scratch_database.call(deliver_after, 60) == 0
    assert len(smtp_sink.mails) == 2
    assert len({mail["Message-ID"] for mail in smtp_sink.mails}) == 1
    assert scratch_database.call(states) == {"sent": 1}


@prepared(queue_twenty, queue_to_all)
def test_two_workers_at_once_send_each_message_once(scratch_database, smtp_sink):
    outcomes = scratch_database.together((deliver_after, 1), (deliver_after, 1))
    assert [outcome.raised for outcome in outcomes] == ["", ""]
    scratch_database.call(deliver_after, 2)
    assert len(smtp_sink.mails) == 22
    assert len({mail["Message-ID"] for mail in smtp_sink.mails}) == 22


def test_the_worker_ends_cleanly_when_told_to(scratch_database):
    worker = subprocess.Popen(
        [sys.executable, "-m", "dueregard", "work"],
        env=scratch_database.environment(),
        cwd=scratch_database.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout.readline() == "The worker is running; Ctrl-C ends it.\n"
    worker.send_signal(signal.SIGTERM)
    assert worker.communicate(timeout=20) == ("", "")
    assert worker.returncode == 0


def test_work_once_does_what_is_due_and_ends(scratch_database):
    assert scratch_database.run("work", "--once").returncode == 0
    assert "There are no such messages" in scratch_database.run("outbox", "list").stdout
