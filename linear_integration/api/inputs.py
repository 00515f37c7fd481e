"""What the API's calls take; each mistake has its own sentence."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from rest_framework import serializers

from conversations.api.bodies import Body
from conversations.api.fields import DayField, NumberField, TextField
from conversations.embedding_origins import LONGEST_ORIGIN

LARGEST_TITLE = 1000
LARGEST_DESCRIPTION = 250_000
MISSING_CONVERSATION = _("Missing conversation id")
MISSING_TEAM = _("Missing team id")
PRIORITY_PROBLEM = _("Invalid priority value. Priority must be 0, 1, 2, 3, or 4.")
LABELS_PROBLEM = _("label_ids must be an array of strings.")


def _text(problem: StrPromise, **more: Any) -> TextField:
    return TextField(
        error_messages={"required": problem, "blank": problem, "null": problem}, **more
    )


class LinearIdField(serializers.UUIDField):
    """A Linear object's UUID, in lower case; `missing` is said where there is none."""

    default_error_messages = {"invalid": _("Must be an id of Linear's (a UUID).")}

    def __init__(self, missing: StrPromise | None = None, **more: Any) -> None:
        if missing is not None:
            more["error_messages"] = {"required": missing, "null": missing}
        super().__init__(**more)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Take the empty text, as an untouched choice sends it, for none."""
        return super().run_validation(None if data == "" else data)

    def to_internal_value(self, data: Any) -> Any:
        """Return the id as text."""
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return str(super().to_internal_value(data))


class PriorityField(NumberField):
    """A priority of Linear's: 0 none, 1 urgent … 4 low."""

    def __init__(self, **more: Any) -> None:
        more["error_messages"] = dict.fromkeys(
            ("invalid", "min_value", "max_value"), PRIORITY_PROBLEM
        )
        super().__init__(min_value=0, max_value=4, **more)


class LabelIdsField(serializers.ListField):
    """Labels, each once, in the order given."""

    child = LinearIdField()

    def __init__(self, **more: Any) -> None:
        super().__init__(error_messages={"not_a_list": LABELS_PROBLEM}, **more)

    def to_internal_value(self, data: Any) -> Any:
        """Return the ids as a tuple."""
        if not isinstance(data, list) or not all(isinstance(each, str) for each in data):
            self.fail("not_a_list", input_type=type(data).__name__)
        return tuple(dict.fromkeys(super().to_internal_value(data)))


class ConversationInput(Body):
    """The conversation that a call is about, by its display_id."""

    conversation_id = NumberField(
        min_value=1,
        error_messages={"required": MISSING_CONVERSATION, "null": MISSING_CONVERSATION},
    )


class WorkspaceInput(serializers.Serializer[Any]):
    """Which workspace a call means; needed only when several are connected."""

    workspace_id = serializers.UUIDField(required=False)


class ListInput(WorkspaceInput):
    """How a list is asked for."""

    refresh = serializers.BooleanField(default=False, help_text="Ask Linear anew.")


class TeamEntitiesInput(ListInput):
    """The team whose entities are asked for."""

    team_id = LinearIdField(MISSING_TEAM)


class SearchInput(WorkspaceInput):
    """What is searched for: words, an identifier or an issue's address."""

    q = _text(_("Specify search string with parameter q"), max_length=500)


class AskedConversationInput(serializers.Serializer[Any]):
    """The conversation that is asked about, by its display_id."""

    conversation_id = serializers.IntegerField(
        min_value=1,
        error_messages={"required": MISSING_CONVERSATION, "null": MISSING_CONVERSATION},
    )


class LinkedIssuesInput(AskedConversationInput):
    """The conversation whose links are asked for."""

    refresh = serializers.BooleanField(
        default=True, help_text="Ask Linear for cards older than a minute."
    )


class CreateIssueInput(ConversationInput, WorkspaceInput):
    """The issue to create."""

    title = _text(_("Missing title"), max_length=LARGEST_TITLE)
    description = TextField(
        required=False,
        allow_blank=True,
        allow_null=True,
        max_length=LARGEST_DESCRIPTION,
        trim_whitespace=False,
    )
    team_id = LinearIdField(MISSING_TEAM)
    project_id = LinearIdField(required=False, allow_null=True)
    assignee_id = LinearIdField(required=False, allow_null=True)
    priority = PriorityField(required=False, allow_null=True)
    state_id = LinearIdField(required=False, allow_null=True)
    label_ids = LabelIdsField(required=False, allow_null=True, max_length=250)
    due_date = DayField(
        required=False,
        allow_null=True,
        error_messages={"invalid": _("Name the day as YYYY-MM-DD.")},
    )
    estimate = NumberField(required=False, allow_null=True, min_value=0, max_value=1000)
    template_id = LinearIdField(required=False, allow_null=True)


class LinkIssueInput(ConversationInput, WorkspaceInput):
    """The issue to link: its UUID, identifier or address."""

    issue_id = _text(_("Missing issue id"), max_length=2048)
    title = TextField(required=False, allow_blank=True, max_length=LARGEST_TITLE, default="")


class UnlinkIssueInput(ConversationInput):
    """The link to remove; `issue_id` is taken for Chatwoot's sake, and not needed."""

    link_id = LinearIdField(_("Missing link id"))
    issue_id = TextField(required=False, allow_blank=True, allow_null=True, max_length=2048)


class CommentIssueInput(ConversationInput):
    """The comment to post on an issue that is linked to the conversation."""

    link_id = LinearIdField(_("Missing link id"))
    body = _text(_("Missing text"), max_length=LARGEST_DESCRIPTION, trim_whitespace=False)


class EmbedTokenInput(ConversationInput):
    """The conversation whose sidebar is shown, and the origin of the page that frames it."""

    origin = _text(_("Missing origin"), max_length=LONGEST_ORIGIN)


class ApiKeyInput(Body):
    """A personal API key of Linear's."""

    api_key = _text(_("Missing API key"), max_length=500)
