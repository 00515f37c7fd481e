import uuid
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STATUSES = {"waiting": "unknown", "done": "done", "refused": "refused"}


def move_replies(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let each reply be an operation: what waits is said, and no question is answered again."""
    operation = apps.get_model("linear_integration", "Operation")
    replies = apps.get_model("linear_integration", "AgentReply").objects
    moved = (
        operation(**_values(reply))
        for reply in replies.select_related("workspace").iterator(chunk_size=500)
    )
    operation.objects.bulk_create(moved, batch_size=500)


def _values(reply: Any) -> dict[str, Any]:
    activity_id, session_id = str(reply.pk), str(reply.session_id)
    payload: dict[str, Any] = {"name_in_linear": "Somebody", "identifier": ""}
    if reply.status == "waiting":
        payload["activity"] = {
            "id": activity_id,
            "agent_session_id": session_id,
            "content": reply.content,
        }
        payload["urls"] = reply.urls
    is_done = reply.status == "done"
    rest: dict[str, Any] = {"fields": {}, "retry_after": None, "request_id": ""}
    return {
        "id": uuid.uuid5(reply.question_id, "answer"),
        "account_id": reply.workspace.account_id,
        "workspace_id": reply.workspace_id,
        "kind": "answer_session",
        "payload": payload,
        "status": STATUSES[reply.status],
        "attempts": reply.attempts,
        "lease_until": reply.next_attempt_at,
        "next_attempt_at": reply.next_attempt_at,
        "error": rest | reply.error if reply.error else None,
        "result": {"activity_id": activity_id, "session_id": session_id} if is_done else None,
        "created_at": reply.created_at,
        "finished_at": reply.finished_at,
    }


class Migration(migrations.Migration):
    dependencies = [
        ("linear_integration", "0020_operation_of_no_conversation"),
    ]

    operations = [
        migrations.AlterField(
            model_name="operation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("create_issue", "Create Issue"),
                    ("link_issue", "Link Issue"),
                    ("unlink_issue", "Unlink Issue"),
                    ("comment_issue", "Comment Issue"),
                    ("move_link", "Move Link"),
                    ("answer_session", "Answer Session"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(move_replies),
        migrations.DeleteModel(name="AgentReply"),
    ]
