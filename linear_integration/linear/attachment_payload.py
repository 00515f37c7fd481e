"""Links on issues, as events tell of them."""

from datetime import datetime

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE


@dataclass(frozen=True, config=CAMEL_CASE)
class AttachmentPayload:
    """A link on an issue: `AttachmentWebhookPayload`; `issue_id` is where it is now."""

    id: str
    url: str
    title: str
    issue_id: str
    updated_at: datetime


ATTACHMENT: TypeAdapter[AttachmentPayload] = TypeAdapter(AttachmentPayload)
