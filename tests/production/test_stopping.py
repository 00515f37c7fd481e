"""A worker that is told to stop brings its task to an end first."""

import pytest

from ..sandbox_process import Sandbox
from .processes import Production

LINEAR = "/api/v1/accounts/1/integrations/linear"
BOB = {"Authorization": "Bearer demo-token-bob"}


@pytest.mark.timeout(300)
def test_a_stopping_worker_finishes_the_write_that_it_is_at(
    installation: Production, linear: Sandbox
) -> None:
    with installation.web() as web:
        web.wait_until_ready()
        teams = web.get(f"{LINEAR}/teams", **BOB).json()["data"]
        linear.add_fault(match={"field": "issueCreate"}, action="commit_then_drop")
        body = {"conversation_id": 1, "title": "Export fails", "team_id": teams[0]["id"]}
        lost = web.call("POST", f"{LINEAR}/create_issue", body, **BOB)
        assert lost.status_code == 504
        already = len(linear.fault_journal())
        linear.add_fault(action="latency", seconds=1.5, times=None)
        with installation.start("beat"), installation.start("worker") as worker:
            worker.wait_until(lambda: len(linear.fault_journal()) > already)
            assert worker.stop() == 0, worker.printed
        operation = lost.json()["error"]["operation_id"]
        found = web.get(f"{LINEAR}/operations/{operation}", **BOB).json()["data"]
    assert found["status"] == "done", worker.printed
    # One line of the log tells which task it was, too.
    [line] = [line for line in worker.printed.splitlines() if " operation.done " in line]
    assert " correlation_id=" in line
