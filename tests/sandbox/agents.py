"""What tests of agents share: opening a session, and speaking in it."""

from typing import Any

from .process import Linear

SESSION_FIELDS = (
    "id status url plan startedAt endedAt externalLinks { label url } "
    "appUser { app } creator { id } issue { identifier }"
)
OPEN = (
    "mutation Open($input: AgentSessionCreateOnIssue!) { agentSessionCreateOnIssue(input: $input) "
    f"{{ success agentSession {{ {SESSION_FIELDS} }} }} }}"
)
UPDATE = (
    "mutation Update($id: String!, $input: AgentSessionUpdateInput!) "
    "{ agentSessionUpdate(id: $id, input: $input) "
    f"{{ success agentSession {{ {SESSION_FIELDS} }} }} }}"
)
SESSION = f"query S($id: String!) {{ agentSession(id: $id) {{ {SESSION_FIELDS} }} }}"
SAY = (
    "mutation Say($input: AgentActivityCreateInput!) { agentActivityCreate(input: $input) "
    "{ success agentActivity { id ephemeral signal signalMetadata user { app } } } }"
)


def open_session(linear: Linear, key: str, **values: Any) -> dict[str, Any]:
    given = {"issueId": "ENG-1", **values}
    session: dict[str, Any] = linear.ask(OPEN, {"input": given}, key=key)[
        "agentSessionCreateOnIssue"
    ]["agentSession"]
    return session


def say(linear: Linear, key: str, session_id: str, **values: Any) -> dict[str, Any]:
    given = {"agentSessionId": session_id, **values}
    activity: dict[str, Any] = linear.ask(SAY, {"input": given}, key=key)["agentActivityCreate"][
        "agentActivity"
    ]
    return activity


def speak(linear: Linear) -> str:
    """Let the agent open a session on ENG-1 and say something; return the session's id."""
    agent = linear.agent_key()
    session_id = str(open_session(linear, agent)["id"])
    say(linear, agent, session_id, content=thought("Looking"))
    return session_id


def status_of(linear: Linear, session_id: str) -> str:
    return str(linear.ask(SESSION, {"id": session_id})["agentSession"]["status"])


def thought(body: str) -> dict[str, str]:
    return {"type": "thought", "body": body}
