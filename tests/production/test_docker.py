"""What lies beside the image, as far as it can be tried without a container engine."""

import re
import subprocess
from pathlib import Path

import pytest

from ..sandbox_process import ROOT
from .processes import REQUIRED, Production

DOCKER = ROOT / "docker"
COMPOSE = (DOCKER / "compose.yml").read_text()
NAMES = r"^    ([A-Z_]+): "


@pytest.fixture
def secrets_folder(tmp_path: Path) -> Path:
    """A folder filled by the script."""
    folder = tmp_path / "secrets"
    subprocess.run([DOCKER / "make-secrets.sh", folder], check=True)
    return folder


def test_the_secrets_that_the_script_makes_are_good(secrets_folder: Path) -> None:
    production = Production(secrets_folder.parent, "postgres://bridge@nowhere/bridge", "memory://")
    for name in REQUIRED[:2]:
        del production.environment[name]
        production.environment[f"{name}_FILE"] = str(secrets_folder / name.lower())
    checked = production.run(
        "check",
        *("--deploy", "--fail-level", "WARNING"),
        DATABASE_PASSWORD_FILE=str(secrets_folder / "database_password"),
    )
    assert checked.returncode == 0, checked.stderr


def test_the_script_keeps_what_is_there_and_lets_no_other_user_in(secrets_folder: Path) -> None:
    (secrets_folder / "linear_client_secret").write_text("from Linear")
    before = {file.name: file.read_text() for file in secrets_folder.iterdir()}
    subprocess.run([DOCKER / "make-secrets.sh", secrets_folder], check=True)
    assert {file.name: file.read_text() for file in secrets_folder.iterdir()} == before
    assert secrets_folder.stat().st_mode & 0o077 == 0


def test_compose_takes_only_secrets_that_the_script_makes(secrets_folder: Path) -> None:
    asked_for = set(re.findall(r"/run/secrets/(\w+)", COMPOSE))
    assert asked_for == {file.name for file in secrets_folder.iterdir()}


def test_compose_takes_only_variables_that_the_readme_explains() -> None:
    explained = set(re.findall(r"`([A-Z_]+)`", (ROOT / "README.md").read_text()))
    services_of_ours = COMPOSE.split("  postgres:\n    image")[0]
    taken = set(re.findall(r"\$\{(\w+)", COMPOSE))
    taken |= set(re.findall(NAMES, services_of_ours, re.MULTILINE))
    assert {name.removesuffix("_FILE") for name in taken} - {"PORT"} <= explained


def test_the_image_is_given_every_file_that_the_bridge_is_made_of() -> None:
    copied = set(re.findall(r"^COPY (\S+)", (DOCKER / "Dockerfile").read_text(), re.MULTILINE))
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    tops = {path.split("/")[0] for path in tracked if path.endswith((".py", ".html"))}
    assert tops - {"tests"} <= copied
