"""Links on issues: Linear calls them attachments."""

from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.storable import Storable
from linear_integration.linear.types.issues import Issue


@dataclass(frozen=True, config=CAMEL_CASE)
class Attachment(Storable):
    """A link on an issue. `url` is what it points to, `id` is what we call link_id."""

    id: str
    url: str
    title: str
    issue: Issue


@dataclass(frozen=True)
class Reconciled:
    """What exists in Linear of a write whose answer was lost; None is what doesn't."""

    issue: Issue | None
    attachment: Attachment | None
