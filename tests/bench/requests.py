"""How many requests to Linear an agent's action takes, counted by the sandbox."""

import uuid
from pathlib import Path
from typing import Any

import httpx

from ..sandbox_process import Sandbox, running_sandbox
from .cluster import Databases
from .contenders import Contender, ours, seeded

DATABASE = "requests"
LATENCY_SECONDS = 0.1


def requests_per_action(databases: Databases, folder: Path) -> dict[str, int]:
    """Return the number of requests by action."""
    with running_sandbox() as sandbox:
        contender = ours(databases.create(DATABASE), sandbox.url)
        conversations = seeded("tests.bench.seed", contender, folder)
        sandbox.add_fault(action="latency", seconds=LATENCY_SECONDS, times=None)
        with contender.running(folder) as server, _agent(contender, server.url) as agent:
            return _counted(sandbox, agent, conversations[0])


def _counted(sandbox: Sandbox, agent: httpx.Client, conversation: int) -> dict[str, int]:
    team = next(team for team in _get(agent, "teams")["data"] if team["key"] == "ENG")
    create = {"conversation_id": conversation, "team_id": team["id"], "title": "The export fails"}
    seen = len(sandbox.requests())
    counts: dict[str, int] = {}

    def note(action: str) -> None:
        nonlocal seen
        total = len(sandbox.requests())
        counts[action], seen = total - seen, total

    _get(agent, "team_entities", team_id=team["id"])
    note("team_entities of an unknown team")
    _get(agent, "team_entities", team_id=team["id"])
    note("team_entities of a known team")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    agent.post("create_issue", json=create, headers=key).raise_for_status()
    note("create_issue, its link included")
    _get(agent, "linked_issues", conversation_id=str(conversation), refresh="false")
    note("linked_issues")
    return counts


def _agent(contender: Contender, url: str) -> httpx.Client:
    base = url + contender.create_path.removesuffix("/create_issue")
    headers = {"Authorization": contender.authorization}
    return httpx.Client(base_url=base, headers=headers, timeout=30)


def _get(agent: httpx.Client, path: str, **query: str) -> dict[str, Any]:
    found: dict[str, Any] = agent.get(path, params=query).raise_for_status().json()
    return found
