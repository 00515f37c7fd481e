"""Settings from the environment, their checks and log lines."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core import checks
from django.test import Client
from pytest_django import Settings

from bridge import environment
from bridge.database_settings import database_settings
from bridge.logging import FieldsFormatter

ROOT = Path(__file__).resolve().parents[2]


def test_a_value_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.setenv("A_SECRET_FILE", str(tmp_path / "secret"))
    assert environment.text("A_SECRET") == "from the file"
    monkeypatch.setenv("A_SECRET", "from the variable")
    assert environment.text("A_SECRET") == "from the variable"


def test_a_file_that_is_missing_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET_FILE", "/nowhere")
    with pytest.raises(environment.Misconfigured, match="A_SECRET_FILE"):
        environment.text("A_SECRET")


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("off", False), ("", True)]
)
def test_a_flag_is_read(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("A_FLAG", text)
    assert environment.flag("A_FLAG", default=True) is value


def test_a_flag_or_number_that_is_none_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_VALUE", "maybe")
    with pytest.raises(environment.Misconfigured, match="A_VALUE"):
        environment.flag("A_VALUE")
    with pytest.raises(environment.Misconfigured, match="A_VALUE"):
        environment.number("A_VALUE", 1)


def test_a_secret_made_here_is_kept_and_nobody_else_reads_it(tmp_path: Path) -> None:
    made = environment.secret("A_SECRET", tmp_path / "var")
    assert environment.secret("A_SECRET", tmp_path / "var") == made
    [file] = (tmp_path / "var").iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_each_check_names_its_trouble(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), "not a key"]
    settings.FRONTEND_URL = "help.example.com"
    settings.LINEAR_CLIENT_ID, settings.LINEAR_CLIENT_SECRET = "only one", ""
    found = {message.id for message in checks.run_checks()}
    assert {"bridge.E001", "bridge.E002", "bridge.W003", "bridge.W006"} <= found
    settings.LINEAR_WEBHOOK_SECRET = "lin_wh_secret"
    assert "bridge.W006" not in {message.id for message in checks.run_checks()}


def test_production_must_bring_its_own_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("ENCRYPTION_KEYS", Fernet.generate_key().decode())
    found = [
        m.msg for m in checks.run_checks(include_deployment_checks=True) if m.id == "bridge.W004"
    ]
    assert len(found) == 1
    assert "SECRET_KEY" in found[0]


def test_files_of_this_machine_are_no_database_for_production(settings: Settings) -> None:
    settings.DATABASE_URL, settings.CELERY_BROKER_URL = "sqlite:///x", "redis://localhost"
    found = [
        m.msg for m in checks.run_checks(include_deployment_checks=True) if m.id == "bridge.W005"
    ]
    assert len(found) == 1
    assert "DATABASE_URL" in found[0]


def test_the_databases_password_may_stand_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "a:b@c/d")
    assert database_settings("postgres://bridge@host/name", tmp_path)["PASSWORD"] == "a:b@c/d"
    monkeypatch.delenv("DATABASE_PASSWORD")
    assert database_settings("postgres://bridge:in-it@host/name", tmp_path)["PASSWORD"] == "in-it"


def test_https_brings_secure_cookies_and_headers() -> None:
    script = (
        "from django.conf import settings as s; import json; print(json.dumps([s.IS_HTTPS, "
        "s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.SECURE_HSTS_SECONDS, s.ALLOWED_HOSTS, "
        "s.LANGUAGE_COOKIE_SECURE, s.LANGUAGE_COOKIE_NAME]))"
    )
    environ = os.environ | {
        "FRONTEND_URL": "https://help.example.com/",
        "DJANGO_SETTINGS_MODULE": "bridge.settings",
    }
    output = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environ, capture_output=True, check=True
    )
    is_https, is_secure, name, seconds, hosts, *language_cookie = json.loads(output.stdout)
    assert (is_https, is_secure, name) == (True, True, "__Host-sessionid")
    assert language_cookie == [True, "__Host-language"]
    assert seconds >= 365 * 24 * 3600
    assert "help.example.com" in hosts


def test_a_log_line_never_holds_a_query(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.post("/linear/callback?code=a-code&state=a-state")
    lines = [FieldsFormatter().format(record) for record in caplog.records]
    assert any("/linear/callback" in line for line in lines)
    assert not [line for line in lines if "a-code" in line or "a-state" in line]


def test_a_log_line_has_its_fields() -> None:
    record = logging.makeLogRecord(
        {"msg": "issue.created", "levelname": "INFO", "team": "ENG", "title": 'a "b"', "none": None}
    )
    line = FieldsFormatter().format(record)
    assert line.endswith('INFO issue.created team=ENG title="a \\"b\\""')
