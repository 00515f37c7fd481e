"""Who we are in a workspace, what is in it, and who is told of its events."""

from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.pages import Page
from linear_integration.linear.results.payloads import Success
from linear_integration.linear.types.teams import (
    Cycle,
    Label,
    Project,
    Team,
    Template,
    User,
    WorkflowState,
)
from linear_integration.linear.types.workspaces import Viewer, Webhook


@dataclass(frozen=True, config=CAMEL_CASE)
class ViewerResult:
    """viewer.graphql"""

    viewer: Viewer


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamsResult:
    """teams.graphql"""

    teams: Page[Team]


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamPages:
    """Of a team's lists, the pages that were asked for, and one of its templates."""

    default_template_for_members: Template | None = None
    states: Page[WorkflowState] | None = None
    projects: Page[Project] | None = None
    members: Page[User] | None = None
    cycles: Page[Cycle] | None = None
    templates: Page[Template] | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class WorkspacePages:
    """The workspace's own templates."""

    templates: Page[Template]


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamEntitiesResult:
    """team_entities.graphql"""

    team: Team
    pages: TeamPages
    issue_labels: Page[Label] | None = None
    organization: WorkspacePages | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateWebhookResult:
    """create_webhook.graphql"""

    webhook_create: Success


@dataclass(frozen=True, config=CAMEL_CASE)
class WebhookResult:
    """webhook.graphql"""

    webhook: Webhook


@dataclass(frozen=True, config=CAMEL_CASE)
class UpdateWebhookResult:
    """update_webhook.graphql"""

    webhook_update: Success


@dataclass(frozen=True, config=CAMEL_CASE)
class DeleteWebhookResult:
    """delete_webhook.graphql"""

    webhook_delete: Success
