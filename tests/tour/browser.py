"""The browser that is installed here."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FALLBACK = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def chromium_here() -> str | None:
    """Return where chromium is installed, if it is."""
    return shutil.which("chromium") or (str(FALLBACK) if FALLBACK.exists() else None)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start chromium without a window; raises RuntimeError where there is none."""
    executable = chromium_here()
    if executable is None:
        raise RuntimeError("This needs chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()
