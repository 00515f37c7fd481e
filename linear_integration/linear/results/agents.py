"""What the app says when people turn to it."""

from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.results.payloads import Success


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateAgentActivityResult:
    """create_agent_activity.graphql"""

    agent_activity_create: Success


@dataclass(frozen=True, config=CAMEL_CASE)
class UpdateAgentSessionResult:
    """update_agent_session.graphql"""

    agent_session_update: Success
