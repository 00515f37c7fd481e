"""What the API answers; names are Linear's in snake case."""

import uuid
from typing import Any

from rest_framework import serializers

from ..wording import translated


class Answer(serializers.Serializer[Any]):
    """Something that is only read."""


class StoredErrorSerializer(Answer):
    """Why something has not been done, as it was noted."""

    code = serializers.CharField(help_text="For programs.")
    message = serializers.SerializerMethodField(help_text="For people.")

    def get_message(self, error: dict[str, Any]) -> str:
        """Return why, in the reader's language; what is Linear's stays in its words."""
        return translated(error["message"])


class PersonSerializer(Answer):
    """A person in Linear."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    display_name = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)


class NamedSerializer(Answer):
    """Something with a name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class StateSerializer(NamedSerializer):
    """A workflow state; `type` is an open set (`backlog`, `started`, `completed` …)."""

    type = serializers.CharField()
    color = serializers.CharField()


class LabelSerializer(NamedSerializer):
    """A label; of those with the same `parent`, an issue carries one at most."""

    color = serializers.CharField()
    parent = NamedSerializer(allow_null=True)


class IssueTeamSerializer(NamedSerializer):
    """The team that owns an issue."""

    key = serializers.CharField()


class FoundIssueSerializer(Answer):
    """An issue as a search lists it."""

    id = serializers.UUIDField()
    identifier = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    state = StateSerializer()
    team = IssueTeamSerializer()
    assignee = PersonSerializer(allow_null=True)
    workspace_id = serializers.SerializerMethodField()

    def get_workspace_id(self, issue: object) -> uuid.UUID:
        """Return the workspace that was searched."""
        workspace_id: uuid.UUID = self.context["workspace_id"]
        return workspace_id


class IssueCardSerializer(Answer):
    """An issue as its card shows it."""

    id = serializers.UUIDField()
    identifier = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(allow_null=True)
    url = serializers.CharField()
    priority = serializers.IntegerField(help_text="0 none, 1 urgent … 4 low")
    priority_label = serializers.CharField()
    state = StateSerializer()
    team = IssueTeamSerializer()
    assignee = PersonSerializer(allow_null=True)
    project = NamedSerializer(allow_null=True)
    labels = LabelSerializer(many=True)
    due_date = serializers.DateField(allow_null=True)
    estimate = serializers.FloatField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    canceled_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    trashed = serializers.BooleanField(
        allow_null=True, help_text="True: deleted in Linear, and to be restored for a while."
    )


class LinkedIssueSerializer(Answer):
    """A link of a conversation; `id` is its link_id."""

    id = serializers.UUIDField(source="link.link_id")
    title = serializers.CharField(source="link.title")
    issue = IssueCardSerializer(source="card")
    workspace_id = serializers.UUIDField(source="link.issue.workspace.linear_id")
    stale_since = serializers.DateTimeField(
        allow_null=True, help_text="Since when the card has been too old to be relied on."
    )
    gone_since = serializers.DateTimeField(
        allow_null=True, help_text="Since when Linear has not shown us the issue any more."
    )


class LinkSerializer(Answer):
    """An issue that is linked now; `id` is the issue's."""

    id = serializers.UUIDField()
    identifier = serializers.CharField()
    url = serializers.CharField()
    link_id = serializers.UUIDField()


class CreatedIssueSerializer(LinkSerializer):
    """An issue that was created and linked."""

    title = serializers.CharField()


class UnlinkSerializer(Answer):
    """A link that is gone."""

    link_id = serializers.UUIDField()


class CommentSerializer(Answer):
    """A comment that was posted; `id` and `url` are its own."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    issue_id = serializers.UUIDField()
    identifier = serializers.CharField()


class WorkspaceSerializer(Answer):
    """A connected workspace, as every member may know it."""

    id = serializers.UUIDField(source="workspace.linear_id")
    name = serializers.CharField(source="workspace.name")
    url_key = serializers.CharField(source="workspace.url_key")
    logo_url = serializers.CharField(source="workspace.logo_url", allow_blank=True)
    status = serializers.ChoiceField(choices=["enabled", "reauthorize", "removed"])


class HookSerializer(WorkspaceSerializer):
    """A connected workspace, as an administrator sees it."""

    token_kind = serializers.ChoiceField(choices=["oauth", "api_key"])
    scopes = serializers.ListField(child=serializers.CharField())
    viewer_name = serializers.CharField()
    is_app = serializers.BooleanField()
    connected_by = serializers.CharField(source="connected_by.name", default=None, allow_null=True)
    connected_at = serializers.DateTimeField()


class ShownWorkspaceSerializer(HookSerializer):
    """A connected workspace, as the caller may see it: only administrators are told how."""

    def get_fields(self) -> dict[str, Any]:
        """Return the fields; what only administrators are told may be missing."""
        fields: dict[str, Any] = super().get_fields()
        for name in fields.keys() - WorkspaceSerializer().fields.keys():
            fields[name].required = False
        return fields


class IntegrationSerializer(Answer):
    """Whether Linear is connected, and what the caller may do about it."""

    configured = serializers.BooleanField(help_text="The installation has an OAuth application.")
    connected = serializers.BooleanField()
    can_manage = serializers.BooleanField()
    workspaces = ShownWorkspaceSerializer(many=True)


class DisconnectedSerializer(Answer):
    """What became of the tokens and of the webhook."""

    revoked = serializers.BooleanField(
        help_text="False: the token has to be revoked by hand in Linear's settings."
    )
    webhook_deleted = serializers.BooleanField(
        help_text="False: a webhook that we made is left, and has to be deleted there, too."
    )


class EmbedTokenSerializer(Answer):
    """What shows a conversation's sidebar in a page of another helpdesk's."""

    url = serializers.CharField(help_text="The frame's address, with the token.")
    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
