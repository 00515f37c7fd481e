"""The program itself: its snapshot, its end, its command line."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from linear_integration.sandbox.state.snapshot import UnreadableSnapshot, read_snapshot

from ..sandbox_process import ROOT, free_port
from .process import ACME, Linear, start


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "linear_integration.sandbox", *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_state_outlives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "snapshot.json"
    process = start("--snapshot", str(path))
    linear = Linear(process)
    issue = linear.create(title="Kept")
    key = linear.app_key()
    process.stop()
    process = start("--snapshot", str(path))
    linear = Linear(process)
    try:
        titles = [row["title"] for row in linear.get("state")["issues"]]
        assert "Kept" in titles
        assert linear.answer("{ viewer { id } }", key=key).status_code == 200
        assert linear.create()["identifier"] == f"ENG-{int(issue['identifier'][4:]) + 1}"
        linear.post("reset")
        assert "Kept" not in [row["title"] for row in linear.get("state")["issues"]]
    finally:
        process.stop()


def test_a_change_is_written_soon_and_no_token_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    process = start("--snapshot", str(path))
    linear = Linear(process)
    try:
        linear.create(title="Written")
        token = linear.app_key().removeprefix("Bearer ")
        deadline = time.monotonic() + 5
        while "Written" not in path.read_text() and time.monotonic() < deadline:
            time.sleep(0.05)
        text = path.read_text()
        assert "Written" in text
        assert token not in text
        assert "lin_" not in text
        assert "demo-client-secret" not in text
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [name.name for name in tmp_path.iterdir()] == ["snapshot.json"]
    finally:
        process.popen.kill()
        process.stop()


@pytest.mark.parametrize("content", ["{", "[]", json.dumps({"format": 0})])
def test_a_snapshot_that_it_cannot_read_stops_it_with_a_sentence(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text(content)
    run = _run("--port", str(free_port()), "--snapshot", str(path))
    assert run.returncode == 1
    assert "delete it to start from the seed" in run.stderr
    assert "Traceback" not in run.stderr
    assert path.read_text() == content


def test_a_snapshot_that_is_no_text_is_named_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "snapshot"
    path.write_bytes(b"\xff\xfe")
    for wrong in (path, tmp_path):
        with pytest.raises(UnreadableSnapshot, match=str(wrong)):
            read_snapshot(wrong)


def test_a_schema_that_is_not_there_stops_it_with_a_sentence() -> None:
    run = _run("--port", str(free_port()), LINEAR_SCHEMA="/nowhere/schema.graphql")
    assert run.returncode == 1
    assert "LINEAR_SCHEMA names no file" in run.stderr


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_within_two_seconds_though_a_request_hangs(ending: signal.Signals) -> None:
    process = start()
    linear = Linear(process)
    linear.add_fault("commit_then_hang")
    outcome: list[Exception] = []

    def hang() -> None:
        try:
            linear.answer("{ viewer { id } }", key=ACME)
        except httpx.TransportError as error:
            outcome.append(error)

    thread = threading.Thread(target=hang)
    thread.start()
    while not linear.get("requests"):
        time.sleep(0.02)
    begun = time.monotonic()
    process.popen.send_signal(ending)
    process.popen.wait(5)
    assert time.monotonic() - begun < 2
    thread.join(5)
    process.http.close()
    assert [type(error) for error in outcome] == [httpx.RemoteProtocolError]


def test_the_public_url_and_redirect_uris_are_given_at_the_start() -> None:
    uris = ["http://localhost:1/a", "http://localhost:2/b"]
    process = start("--public-url", "http://linear.example/", "--redirect-uri", *uris)
    linear = Linear(process)
    try:
        assert linear.create()["url"].startswith("http://linear.example/acme/issue/ENG-15/")
        for uri, status in ((uris[0], 200), (uris[1], 200), ("http://localhost:3/c", 400)):
            parameters = {
                "client_id": "demo-client-id",
                "redirect_uri": uri,
                "response_type": "code",
            }
            page = linear.http.get("/oauth/authorize", params=parameters)
            assert page.status_code == status
    finally:
        process.stop()


def test_it_imports_nothing_of_the_product_and_no_django() -> None:
    script = (
        "import sys, linear_integration.sandbox.__main__\n"
        "ours = [n for n in sys.modules if n.split('.')[0] in "
        "('linear_integration', 'conversations', 'bridge', 'django')]\n"
        "print([n for n in ours if not n.startswith('linear_integration.sandbox')"
        " and n != 'linear_integration'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
