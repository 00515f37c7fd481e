"""What the calls about automations take and answer."""

from rest_framework import serializers

from conversations.api.bodies import Body
from conversations.api.fields import SwitchField

from ..automations.switches import SWITCHES
from ..models import Automations

COMPLETES = "Resolving may complete an issue in a state of this type."


class AutomationsInput(Body):
    """The switches of a workspace; what is left out is set as it is by default."""

    note_on_completed = SwitchField(default=True)
    note_on_canceled = SwitchField(default=True)
    note_on_state_change = SwitchField(
        default=False, help_text="Of every state but completed and canceled ones."
    )
    note_on_comment = SwitchField(default=False)
    reopen_on_completed = SwitchField(default=True)
    reopen_on_canceled = SwitchField(default=True)
    reopen_on_comment = SwitchField(default=False)
    reopen_status = serializers.ChoiceField(
        choices=Automations.ReopenStatus.values, default=Automations.ReopenStatus.OPEN.value
    )
    only_when_all_done = SwitchField(
        default=False,
        help_text="What is completed or canceled waits for the conversation's other issues.",
    )
    comment_on_resolved = SwitchField(
        default=False, help_text="A comment in Linear says that a conversation was resolved."
    )
    complete_on_resolved = SwitchField(
        default=False,
        help_text="The issue is completed with the last of its conversations, if it is in a state "
        "of one of the types that are switched on.",
    )
    complete_triage = SwitchField(default=True, help_text=COMPLETES)
    complete_backlog = SwitchField(default=True, help_text=COMPLETES)
    complete_unstarted = SwitchField(default=True, help_text=COMPLETES)
    complete_started = SwitchField(default=False, help_text=COMPLETES)
    suggest_reply = SwitchField(
        default=False, help_text="A private note holds a draft; nothing is sent."
    )
    link_from_notes = SwitchField(default=True)
    comments_from_notes = SwitchField(default=False)


class AutomationsSerializer(serializers.ModelSerializer[Automations]):
    """What the helpdesk and Linear do when something happens in the other."""

    workspace_id = serializers.UUIDField(source="workspace.linear_id", read_only=True)

    class Meta:
        model = Automations
        fields = ("workspace_id", *SWITCHES)
        read_only_fields = fields
