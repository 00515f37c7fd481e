"""Collected static files: ours minified, every one compressed, names as they are."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from pytest_django import Settings

SCRIPT = "conversations/menus.js"


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """The folder that the static files were collected into, as a new installation does."""
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_our_scripts_lose_their_comments_and_keep_their_imports(collected: Path) -> None:
    source = Path(str(finders.find(SCRIPT))).read_text()
    small = (collected / SCRIPT).read_text()
    assert source.startswith("/**")
    assert "/*" not in small
    assert "export function closeMenu(" in small
    assert 'from"./menus.js"' in (collected / "conversations/conversation-head.js").read_text()


def test_a_compressed_copy_says_the_same(collected: Path) -> None:
    small = (collected / SCRIPT).read_bytes()
    assert gzip.decompress((collected / f"{SCRIPT}.gz").read_bytes()) == small


def test_what_libraries_bring_stays_as_it_is(collected: Path) -> None:
    script = "admin/js/core.js"
    assert (collected / script).read_bytes() == Path(str(finders.find(script))).read_bytes()


def test_collecting_again_changes_nothing(collected: Path) -> None:
    before = (collected / SCRIPT).read_bytes()
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (collected / SCRIPT).read_bytes() == before
