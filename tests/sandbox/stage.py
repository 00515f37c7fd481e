"""What people and the app do in Linear to an issue, for scenes that are captured."""

from typing import Any

from linear_integration.sandbox.apps.events import authorization_revoked_event
from linear_integration.sandbox.seed import seed_id
from linear_integration.sandbox.webhooks.view import View

from .events import ENG, Eventful
from .process import ACME, ATTACH, CREATE, UPDATE

JONAS = seed_id("user", "acme", "Jonas Weber")
HELP = "https://help.example/app/accounts/1/conversations/7"
COMMENT = (
    "mutation($input: CommentCreateInput!) { commentCreate(input: $input) { comment { id } } }"
)
ACT = "mutation($id: String!) { %s { success } }"
RELATE = (
    "mutation($input: IssueRelationCreateInput!) { issueRelationCreate(input: $input) { success } }"
)


class Stage:
    """An issue in Acme, and what can be done with it; the last thing that was made is at hand."""

    def __init__(self, eventful: Eventful) -> None:
        self.eventful = eventful
        self.issue = self.last = ""

    def create(self, *, key: str = ACME, **values: Any) -> None:
        """Create the issue that all the others are about."""
        given = {"teamId": ENG, "title": "Größe “XL” is missing 😀", **values}
        self.issue = self._made("issueCreate", CREATE, {"input": given}, key=key)["issue"]["id"]

    def change(self, **values: Any) -> None:
        """Change the issue; `state` is a state's name."""
        if "state" in values:
            values["stateId"] = seed_id("state", ENG, values.pop("state"))
        self._made("issueUpdate", UPDATE, {"id": self.issue, "input": values})

    def act(self, field: str, **arguments: Any) -> None:
        """Run a mutation that takes nothing but the issue's id."""
        self._made(field.partition("(")[0], ACT % field, {"id": self.issue, **arguments})

    def duplicate(self, other: str) -> None:
        """Mark the issue as the duplicate of another."""
        given = {"issueId": self.issue, "relatedIssueId": other, "type": "duplicate"}
        self._made("issueRelationCreate", RELATE, {"input": given})

    def comment(self, body: str, *, key: str = ACME, **values: Any) -> None:
        """Comment on the issue."""
        given = {"issueId": self.issue, "body": body, **values}
        answer = self._made("commentCreate", COMMENT, {"input": given}, key=key)
        self.last = answer["comment"]["id"]

    def attach(self, *, key: str = ACME, **values: Any) -> None:
        """Attach a link to the issue."""
        given = {"issueId": self.issue, "title": "#7 Where is my size?", "url": HELP, **values}
        answer = self._made("attachmentCreate", ATTACH, {"input": given}, key=key)
        self.last = answer["attachment"]["id"]

    def of_last(self, document: str, **variables: Any) -> None:
        """Run a mutation on what was made last."""
        self.eventful.data(document, {"id": self.last, **variables})

    def steer(self, path: str, **values: Any) -> None:
        """Do something that Linear's API has no mutation for."""
        answer = self.eventful.post(f"/_sandbox/{path}", json={"workspace": "acme", **values})
        assert answer.is_success, answer.text

    def notify(self, kind: str) -> None:
        """Notify the app of what happened to the issue."""
        self.steer("notify", kind=kind, issue=self.issue)

    def prompt(self, **values: Any) -> None:
        """Say something in the newest agent session."""
        session = list(self.eventful.sandbox.store.rows("AgentSession"))[-1]
        self.steer("prompt", session=session["id"], **values)

    def revoke_grant(self) -> None:
        """Let a person take back what they had granted to the application."""
        sandbox = self.eventful.sandbox
        grant = {**next(iter(sandbox.store.rows("Grant"))), "userId": JONAS}
        view = View(sandbox.store, sandbox.options.public_url)
        sandbox.outbox.post(authorization_revoked_event(view, grant, active_tokens=0))

    def _made(
        self, field: str, document: str, variables: dict[str, Any], *, key: str = ACME
    ) -> dict[str, Any]:
        answer = self.eventful.ask(document, variables, key=key)
        assert "errors" not in answer, answer
        payload: dict[str, Any] = answer["data"][field]
        return payload
