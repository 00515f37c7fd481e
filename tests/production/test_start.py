"""Production starts only with what it needs, says in one line what is missing, and ends cleanly."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from ..sandbox_process import ROOT, free_port
from .processes import REQUIRED, START_SECONDS, Process, Production

# They start real processes, which take their time on a busy machine.
pytestmark = pytest.mark.timeout(300)

PYTHON = [sys.executable, "-m"]
STARTERS = {
    "entry point": [str(ROOT / "docker" / "entrypoint.sh"), "web"],
    "manage.py": [sys.executable, "manage.py", "migrate"],
    "worker": [*PYTHON, "celery", "--app", "bridge", "worker"],
    "beat": [*PYTHON, "celery", "--app", "bridge", "beat"],
    "granian": [*PYTHON, "granian", "--no-log", "--interface", "wsgi", "bridge.wsgi:application"],
}
NOWHERE = "postgres://nobody@127.0.0.1:{port}/nothing"


def is_open(port: int) -> bool:
    """Return whether somebody listens there."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def children(process: Process) -> list[int]:
    """Return the processes that it has started and that still run."""
    found = psutil.Process(process.popen.pid).children()
    return [child.pid for child in found if child.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def unstarted(tmp_path: Path) -> Production:
    """An installation whose database does not answer."""
    return Production(tmp_path, NOWHERE.format(port=free_port()), "memory://")


@pytest.mark.parametrize("starter", STARTERS)
def test_it_does_not_start_without_its_secrets(unstarted: Production, starter: str) -> None:
    (unstarted.folder / "empty").touch()
    environment = {k: v for k, v in unstarted.environment.items() if k not in REQUIRED}
    ended = subprocess.run(
        STARTERS[starter],
        cwd=ROOT,
        env=environment | {"SECRET_KEY_FILE": str(unstarted.folder / "empty"), "FRONTEND_URL": " "},
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
    )
    assert ended.returncode != 0
    lines = ended.stderr.splitlines()
    assert len(lines) == len(REQUIRED)
    for name, line in zip(REQUIRED, lines, strict=True):
        assert line.startswith(f"{name} is not set: ")


def test_it_makes_up_no_secret(unstarted: Production) -> None:
    unstarted.run("check", SECRET_KEY="")
    assert not (unstarted.folder / "var").exists()


def test_it_waits_for_the_database_and_gives_up_in_one_line_each(unstarted: Production) -> None:
    ended = unstarted.run("worker", "--wait", "1.2")
    waiting, gave_up = ended.stderr.splitlines()
    assert ended.returncode != 0
    assert "WARNING database.waiting" in waiting
    assert "Connection refused" in waiting
    assert "took no connection for 1 seconds" in gave_up
    assert "Connection refused" in gave_up


def test_a_wrong_setting_ends_the_start(production: Production) -> None:
    ended = production.run("web", ENCRYPTION_KEYS="not-a-key")
    assert ended.returncode != 0
    assert "bridge.E001" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_production_is_clean_by_its_own_checks(production: Production) -> None:
    linear = {"LINEAR_CLIENT_ID": "id", "LINEAR_CLIENT_SECRET": "secret"}
    linear["LINEAR_WEBHOOK_SECRET"] = "secret"
    ended = production.run("check", "--deploy", "--fail-level", "WARNING", **linear)
    assert ended.returncode == 0, ended.stderr


def test_two_that_start_at_once_migrate_once(production: Production) -> None:
    script = "from bridge.database import migrate_alone; migrate_alone()"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", script]
    starters = [
        subprocess.Popen(
            command, cwd=ROOT, env=production.environment, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    printed = [starter.communicate(timeout=START_SECONDS)[1] for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0, 0], printed
    assert sum("database.migrated" in text for text in printed) == 1


def test_a_worker_shows_its_life_and_ends_when_it_is_told_to(production: Production) -> None:
    with production.start("worker") as worker:
        worker.wait_for_file("worker.alive")
    assert worker.popen.returncode == 0, worker.printed


def test_beat_ends_when_it_is_told_to(production: Production) -> None:
    with production.start("beat") as beat:
        beat.wait_for_file("celerybeat-schedule")
    assert beat.popen.returncode == 0, beat.printed


def test_a_request_is_logged_with_the_id_that_its_answer_names(production: Production) -> None:
    with production.web() as web:
        web.wait_until_ready()
        request_id = web.get("/login?next=a-secret").headers["X-Request-ID"]
    [line] = [line for line in web.printed.splitlines() if " request.done " in line]
    assert f" correlation_id={request_id} " in line
    assert " route=login status=200" in line
    assert "a-secret" not in web.printed
    # The web server's own lines look alike.
    assert " INFO Listening at: http://127.0.0.1" in web.printed


def test_a_worker_tells_its_metrics_to_whoever_has_the_token(production: Production) -> None:
    port = free_port()
    production.environment |= {"METRICS_TOKEN": "a-token", "WORKER_METRICS_PORT": str(port)}
    with production.start("worker") as worker:
        url = f"http://127.0.0.1:{port}/metrics"
        worker.wait_until(lambda: is_open(port))
        allowed = httpx.get(url, headers={"Authorization": "Bearer a-token"})
        assert httpx.get(url).status_code == 401
        assert httpx.get(f"{url}/../livez").status_code == 404
    assert allowed.status_code == 200
    assert "bridge_linear_calls_in_progress 0.0" in allowed.text


def test_a_web_process_that_dies_is_replaced(production: Production) -> None:
    with production.web() as web:
        web.wait_until_ready()
        [served_by] = children(web)
        os.kill(served_by, signal.SIGKILL)
        web.wait_until(lambda: served_by not in children(web) and len(children(web)) == 1)
        web.wait_until_ready()


def test_a_web_process_shares_the_memory_of_what_it_only_reads(production: Production) -> None:
    with production.web() as web:
        web.wait_until_ready()
        [worker] = children(web)
        memory = psutil.Process(worker).memory_full_info()
    assert memory.uss < memory.rss / 2
