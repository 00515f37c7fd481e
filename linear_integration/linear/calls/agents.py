"""What the app says when people turn to it."""

from linear_integration.linear.calls.payloads import unsuccessful
from linear_integration.linear.graphql import GraphQLEndpoint
from linear_integration.linear.inputs import AgentActivityCreate, AgentSessionUpdate
from linear_integration.linear.results.agents import (
    CreateAgentActivityResult,
    UpdateAgentSessionResult,
)


class AgentCalls(GraphQLEndpoint):
    """See LinearClient."""

    def create_agent_activity(self, activity: AgentActivityCreate) -> None:
        """Say something in an agent session; IdConflict if its id was used already."""
        variables = {"input": activity.to_variables()}
        result = self.execute("create_agent_activity", variables, CreateAgentActivityResult)
        if not result.agent_activity_create.success:
            raise unsuccessful("agentActivityCreate")

    def update_agent_session(self, session_id: str, update: AgentSessionUpdate) -> None:
        """Change what an agent session of ours shows; the same again changes nothing."""
        variables = {"id": session_id, "input": update.to_variables()}
        result = self.execute("update_agent_session", variables, UpdateAgentSessionResult)
        if not result.agent_session_update.success:
            raise unsuccessful("agentSessionUpdate")
