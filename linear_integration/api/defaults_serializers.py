"""What the calls about defaults take and answer."""

from rest_framework import serializers

from conversations.api.bodies import Body

from .answers import Answer
from .inputs import (
    MISSING_TEAM,
    LabelIdsField,
    LinearIdField,
    PriorityField,
    WorkspaceInput,
)


class InboxDefaultsInput(Body, WorkspaceInput):
    """What new issues of an inbox begin with; what is left out is not set."""

    team_id = LinearIdField(MISSING_TEAM)
    project_id = LinearIdField(required=False, allow_null=True)
    assignee_id = LinearIdField(required=False, allow_null=True)
    priority = PriorityField(required=False, allow_null=True)
    label_ids = LabelIdsField(required=False, max_length=250)
    template_id = LinearIdField(required=False, allow_null=True)


class IssueDefaultsSerializer(Answer):
    """What a new issue begins with; where nothing is known, every value is empty."""

    workspace_id = serializers.UUIDField(allow_null=True)
    team_id = serializers.UUIDField(allow_null=True)
    project_id = serializers.UUIDField(allow_null=True)
    assignee_id = serializers.UUIDField(allow_null=True)
    priority = serializers.IntegerField(allow_null=True)
    label_ids = serializers.ListField(child=serializers.UUIDField())
    template_id = serializers.UUIDField(allow_null=True)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=["inbox", "agent"],
        allow_null=True,
        help_text="Set for the inbox, or chosen last by this agent.",
    )
