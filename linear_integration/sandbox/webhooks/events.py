from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a workspace, as the receivers of webhooks are told of it.

    ``kind`` is the payload's ``type`` (``Issue``), ``body`` the payload without its envelope.
    ``team_ids`` are the teams that it belongs to: a receiver must be allowed one of them. Without
    teams it is the whole workspace's.
    """

    kind: str
    action: str
    body: Mapping[str, Any]
    organization_id: str
    team_ids: tuple[str, ...] = ()
