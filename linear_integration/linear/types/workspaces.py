"""A workspace, who we are in it, and who is told of its events."""

from pydantic import StrictBool
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.storable import Storable


@dataclass(frozen=True, config=CAMEL_CASE)
class Organization(Storable):
    """A workspace. `url_key` is the first part of its issues' addresses."""

    id: str
    name: str
    url_key: str
    logo_url: str | None


@dataclass(frozen=True, config=CAMEL_CASE)
class Viewer(Storable):
    """Whoever the token acts as; for an app's token the app's own user (`app` is true)."""

    id: str
    name: str
    display_name: str
    email: str
    app: StrictBool
    admin: StrictBool
    organization: Organization


@dataclass(frozen=True, config=CAMEL_CASE)
class Webhook:
    """Where events are sent, unless somebody, or Linear after many failures, has disabled it.

    `url` is None for the webhook of an OAuth application.
    """

    enabled: StrictBool
    url: str | None
