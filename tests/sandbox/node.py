"""Linear's own client under Node: runs the scripts in sdk/, each test of which is a result."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

SDK = Path(__file__).parent / "sdk"
_TEST = re.compile(r'^test\("(.+?)",', re.MULTILINE)
_TIMEOUT_SECONDS = 90


def why_left_out() -> str | None:
    """Say what is missing here to run Linear's client, if anything is."""
    if shutil.which("node") is None:
        return "no Node found, which runs Linear's own client"
    if not (SDK / "node_modules" / "@linear" / "sdk").exists():
        return "Linear's own client is not installed: `npm ci --prefix tests/sandbox/sdk`"
    return None


def scripts() -> list[Path]:
    """Return the scripts with tests, one for each area of Linear."""
    return sorted(SDK.glob("*.test.js"))


def names_in(script: Path) -> list[str]:
    """Return the names of a script's tests, without running it."""
    return _TEST.findall(script.read_text())


def ask(script: str, content: Any) -> Any:
    """Give a script JSON, and return what it answers in JSON."""
    process = subprocess.run(
        ["node", script],
        cwd=SDK,
        input=json.dumps(content),
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_SECONDS,
    )
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


def run(script: Path, **environment: str) -> dict[str, str | None]:
    """Run a script; return why each of its tests failed, None for those that passed."""
    try:
        process = subprocess.run(
            ["node", "--test-reporter=./reporter.js", script.name],
            cwd=SDK,
            env={**os.environ, **environment},
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
        )
        output, complaint = process.stdout, process.stderr.decode()
    except subprocess.TimeoutExpired as error:
        output, complaint = error.stdout or b"", f"the script took over {_TIMEOUT_SECONDS} seconds"
    results = [json.loads(line) for line in output.splitlines() if line.startswith(b"{")]
    reasons = {result["name"]: result["failure"] for result in results}
    missing = dict.fromkeys(names_in(script), f"has no result: {complaint}")
    assert reasons.keys() <= missing.keys(), f"{script.name} has tests that are not found"
    return missing | reasons
