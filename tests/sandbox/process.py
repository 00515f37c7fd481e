"""The sandbox as a real process on a free port, and a client that knows its ways."""

import os
import subprocess
import sys
import time
from typing import Any

import httpx

from ..sandbox_process import ROOT, free_port

ACME, GLOBEX = "lin_api_demo_acme", "lin_api_demo_globex"
CLIENT = {"client_id": "demo-client-id", "client_secret": "demo-client-secret"}
SANDBOX = ROOT / "linear_integration" / "sandbox"
SEEDED_REFRESH_TOKEN = "lin_refresh_demo_acme"
AGENT_REFRESH_TOKEN = "lin_refresh_demo_agent"


def start(*arguments: str, schema: str | None = None) -> "Process":
    """Start a sandbox and wait until it answers."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "LINEAR_SCHEMA"}
    if schema:
        environment["LINEAR_SCHEMA"] = schema
    command = [sys.executable, "-m", "linear_integration.sandbox", "--port", str(port), *arguments]
    popen = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    process = Process(popen, port)
    process.wait_until_ready()
    return process


class Process:
    """A running sandbox."""

    def __init__(self, popen: subprocess.Popen[bytes], port: int) -> None:
        self.popen = popen
        self.port = port
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20)

    def wait_until_ready(self, timeout_seconds: float = 30) -> None:
        deadline = time.monotonic() + timeout_seconds
        while time.monotonic() < deadline:
            assert self.popen.poll() is None, "the sandbox ended while starting"
            try:
                if self.http.get("/_sandbox/health").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError("the sandbox did not start in time")

    def stop(self) -> int:
        """End it, and return its exit code."""
        self.http.close()
        self.popen.terminate()
        return self.popen.wait(10)


class Linear:
    """Talks to a sandbox as a client of Linear would, and as a test may."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.http = process.http

    def answer(
        self, document: str, variables: dict[str, Any] | None = None, *, key: str | None = ACME
    ) -> httpx.Response:
        """Send a document; ``key`` is what stands in the Authorization header."""
        headers = {"authorization": key} if key else {}
        body = {"query": document, "variables": variables or {}}
        return self.http.post("/graphql", json=body, headers=headers)

    def ask(
        self, document: str, variables: dict[str, Any] | None = None, *, key: str = ACME
    ) -> dict[str, Any]:
        """Send a document and return its data."""
        response = self.answer(document, variables, key=key)
        body = response.json()
        assert "errors" not in body, body
        assert response.status_code == 200
        data: dict[str, Any] = body["data"]
        return data

    def refusal(
        self, document: str, variables: dict[str, Any] | None = None, *, key: str | None = ACME
    ) -> dict[str, Any]:
        """Send a document that is refused, and return its one error."""
        errors = self.answer(document, variables, key=key).json()["errors"]
        assert len(errors) == 1, errors
        assert errors[0]["extensions"]["type"] != "internal error"
        error: dict[str, Any] = errors[0]
        return error

    def token(self, **form: str) -> httpx.Response:
        """Post to the token endpoint."""
        return self.http.post("/oauth/token", data=form)

    def app_key(self, **more: str) -> str:
        """Return an Authorization header of the app that is installed in Acme."""
        form = {"grant_type": "refresh_token", "refresh_token": SEEDED_REFRESH_TOKEN}
        return f"Bearer {self.token(**{**form, **CLIENT, **more}).json()['access_token']}"

    def agent_key(self) -> str:
        """Return an Authorization header of the same app with the scopes of an agent."""
        return self.app_key(refresh_token=AGENT_REFRESH_TOKEN)

    def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """Post JSON to an endpoint under /_sandbox/."""
        return self.http.post(f"/_sandbox/{path}", json=body or {})

    def get(self, path: str) -> Any:
        """Read JSON from an endpoint under /_sandbox/."""
        return self.http.get(f"/_sandbox/{path}").json()

    def add_fault(self, action: str, **rule: Any) -> None:
        response = self.post("faults", {"action": action, **rule})
        assert response.status_code == 201, response.text

    def team(self, key: str) -> str:
        """Return the id of an Acme team by its key."""
        document = "query T($key: String!) { teams(filter: {key: {eq: $key}}) { nodes { id } } }"
        return str(self.ask(document, {"key": key})["teams"]["nodes"][0]["id"])

    def label(self, name: str) -> str:
        """Return the id of an Acme label by its name."""
        document = "query L($n: String!) { issueLabels(filter: {name: {eq: $n}}) { nodes { id } } }"
        return str(self.ask(document, {"n": name})["issueLabels"]["nodes"][0]["id"])

    def create(self, *, key: str = ACME, **values: Any) -> dict[str, Any]:
        """Create an issue in ENG, unless told otherwise, and return it."""
        given = {"teamId": self.team("ENG"), "title": "A title", **values}
        issue: dict[str, Any] = self.ask(CREATE, {"input": given}, key=key)["issueCreate"]["issue"]
        return issue


ISSUE_FIELDS = (
    "id identifier previousIdentifiers title description url priority priorityLabel dueDate "
    "labelIds trashed archivedAt completedAt startedAt createdAt updatedAt "
    "state { id name type } team { id key } assignee { id } delegate { id } project { id } "
    "creator { id } botActor { name userDisplayName avatarUrl } parent { identifier } "
    "attachments { nodes { id url title } }"
)
CREATE = (
    "mutation Create($input: IssueCreateInput!) { issueCreate(input: $input) "
    f"{{ success lastSyncId issue {{ {ISSUE_FIELDS} }} }} }}"
)
UPDATE = (
    "mutation Update($id: String!, $input: IssueUpdateInput!) "
    "{ issueUpdate(id: $id, input: $input) "
    f"{{ success issue {{ {ISSUE_FIELDS} }} }} }}"
)
ISSUE = f"query Issue($id: String!) {{ issue(id: $id) {{ {ISSUE_FIELDS} }} }}"
ATTACH = (
    "mutation Attach($input: AttachmentCreateInput!) { attachmentCreate(input: $input) "
    "{ success attachment { id title subtitle url metadata issue { identifier } } } }"
)
