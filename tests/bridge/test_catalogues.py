"""The catalogues have every string that is marked in the code, translated, and nothing else."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from conversations.catalogues import catalogue

LOCALE = settings.BASE_DIR / "locale"
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
DOMAINS = ("django", "djangojs")
FILES = [f"{code}/LC_MESSAGES/{domain}.po" for code in LANGUAGES for domain in DOMAINS]
SOURCES = ("bridge", "conversations", "linear_integration", "templates")
NOT_COPIED = shutil.ignore_patterns("__pycache__", "sandbox")
ADVICE = "Run `make messages`, translate in locale/, and run it again."
PLACE = re.compile(r"%\(\w+\)[a-z]")
TRANSLATION = re.compile(r'^msgstr(?:\[\d\])? "(.*)"$', re.MULTILINE)
# What the French write after a space, which must not break the line; "https://" isn't meant.
DOUBLE_MARK = re.compile(r"[^\s\u202f][;!?:](?=\s|$)|[ \u00a0][;!?:]|« | »|\w'\w")


def gettext_program(name: str, *arguments: object) -> str:
    """Run a program of GNU gettext and return what it says."""
    if shutil.which(name) is None:
        pytest.skip("GNU gettext is not installed")
    command = [name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collect the strings anew, and return a `locale` in which none is translated."""
    gettext_program("xgettext", "--version")
    root = tmp_path_factory.mktemp("collected")
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, root / name, ignore=NOT_COPIED)
    shutil.copy(settings.BASE_DIR / "manage.py", root)
    locale = root / "locale"
    locale.mkdir()
    subprocess.run([sys.executable, "manage.py", "messages"], cwd=root, check=True)
    return locale


@pytest.mark.parametrize("file", FILES)
def test_a_catalogue_lacks_no_string_and_keeps_no_old_one(collected: Path, file: str) -> None:
    assert gettext_program("msgcmp", LOCALE / file, collected / file) == "", ADVICE


@pytest.mark.parametrize("file", FILES)
def test_a_catalogue_is_well_formed_and_compiled(tmp_path: Path, file: str) -> None:
    compiled = tmp_path / "catalogue.mo"
    assert gettext_program("msgfmt", "--check", LOCALE / file, "-o", compiled) == ""
    text = (LOCALE / file).read_text(encoding="utf-8")
    assert "fuzzy" not in text
    assert "#~" not in text
    committed = (LOCALE / file).with_suffix(".mo")
    assert gettext_program("msgunfmt", compiled) == gettext_program("msgunfmt", committed), ADVICE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scripts_texts_have_the_places_of_the_english_ones(language: str) -> None:
    found = catalogue(language)
    assert found is not None
    for english, translated in json.loads(found.body).items():
        for text in translated if isinstance(translated, list) else [translated]:
            assert set(PLACE.findall(text)) == set(PLACE.findall(english)), text


def test_french_marks_stand_apart_as_the_french_write_them() -> None:
    for file in FILES:
        if file.startswith("fr/"):
            texts = TRANSLATION.findall((LOCALE / file).read_text(encoding="utf-8"))
            assert [text for text in texts if DOUBLE_MARK.search(text)] == []
