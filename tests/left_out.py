"""Says at the end of a run which tests were left out and why; CI lets none be left out."""

import os
from collections import Counter

import pytest
from _pytest.terminal import TerminalReporter


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print each reason once, with the number of its tests."""
    for reason, count in _reasons(terminalreporter).items():
        terminalreporter.write_line(f"left out: {count} tests: {reason}", yellow=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With FAIL_IF_LEFT_OUT set, a run that left a test out has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_strict = bool(os.environ.get("FAIL_IF_LEFT_OUT"))
    is_green = session.exitstatus == pytest.ExitCode.OK
    if is_strict and is_green and isinstance(reporter, TerminalReporter) and _reasons(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _reasons(reporter: TerminalReporter) -> Counter[str]:
    reports = reporter.stats.get("skipped", [])
    return Counter(_reason(report) for report in reports)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr
    return str(told[2] if isinstance(told, tuple) else told).removeprefix("Skipped: ")
