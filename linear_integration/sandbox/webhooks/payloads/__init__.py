"""The payloads of data events: Linear's ``…WebhookPayload`` types, by table."""

from .customers import CUSTOMER, CUSTOMER_NEED
from .issues import ATTACHMENT, COMMENT, ISSUE, ISSUE_LABEL
from .payload import Payload
from .projects import PROJECT

PAYLOADS: dict[str, Payload] = {
    "Issue": ISSUE,
    "Comment": COMMENT,
    "Attachment": ATTACHMENT,
    "IssueLabel": ISSUE_LABEL,
    "Project": PROJECT,
    "Customer": CUSTOMER,
    "CustomerNeed": CUSTOMER_NEED,
}
