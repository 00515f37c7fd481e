"""Who we are in a workspace, what is in it, and who is told of its events."""

from linear_integration.linear.calls.payloads import unsuccessful
from linear_integration.linear.deadline import time_limit
from linear_integration.linear.graphql import GraphQLEndpoint
from linear_integration.linear.inputs import WebhookCreate, WebhookUpdate
from linear_integration.linear.results.workspaces import (
    CreateWebhookResult,
    DeleteWebhookResult,
    TeamEntitiesResult,
    TeamsResult,
    UpdateWebhookResult,
    ViewerResult,
    WebhookResult,
)
from linear_integration.linear.team_entities import collect_team_entities
from linear_integration.linear.transport import CALL_SECONDS
from linear_integration.linear.types.teams import Team, TeamEntities
from linear_integration.linear.types.workspaces import Viewer, Webhook


class WorkspaceCalls(GraphQLEndpoint):
    """See LinearClient."""

    def viewer(self) -> Viewer:
        """Return whom the token acts as, and in which workspace."""
        return self.execute("viewer", {}, ViewerResult).viewer

    def teams(self) -> list[Team]:
        """Return every team that the token can see, retired ones left out."""
        teams = self.every_node("teams", {}, TeamsResult, lambda result: result.teams)
        return [team for team in teams if team.retired_at is None]

    def team_entities(self, team_id: str) -> TeamEntities:
        """Return everything that a new issue of the team may carry."""
        with time_limit(CALL_SECONDS):
            return collect_team_entities(
                lambda variables: self.execute("team_entities", variables, TeamEntitiesResult),
                team_id,
            )

    def create_webhook(self, webhook: WebhookCreate) -> None:
        """Have events sent to an address; IdConflict if its id was used already.

        Linear lets administrators do that, and no app.
        """
        variables = {"input": webhook.to_variables()}
        payload = self.execute("create_webhook", variables, CreateWebhookResult).webhook_create
        if not payload.success:
            raise unsuccessful("webhookCreate")

    def webhook(self, webhook_id: str) -> Webhook:
        """Return a webhook as it is now; NotFound if it is gone."""
        return self.execute("webhook", {"id": webhook_id}, WebhookResult).webhook

    def update_webhook(self, webhook_id: str, change: WebhookUpdate) -> None:
        """Change a webhook, which may be done again; NotFound if it is gone."""
        variables = {"id": webhook_id, "input": change.to_variables()}
        payload = self.execute("update_webhook", variables, UpdateWebhookResult).webhook_update
        if not payload.success:
            raise unsuccessful("webhookUpdate")

    def delete_webhook(self, webhook_id: str) -> None:
        """Have no more events sent; NotFound if it is gone already."""
        result = self.execute("delete_webhook", {"id": webhook_id}, DeleteWebhookResult)
        if not result.webhook_delete.success:
            raise unsuccessful("webhookDelete")
