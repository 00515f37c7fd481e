from __future__ import annotations

from uuid import UUID, uuid5

_NAMESPACE = UUID("5b1d8a0e-4c1f-4a52-9d63-7a0c5d1e9f42")


def seed_id(*parts: object) -> str:
    """Derive the id of a seeded row from what it is, in the shape of a UUID v4.

    Linear's ids are version 4 and clients check that, so the version bits say 4 although the
    rest is a hash.
    """
    return str(UUID(bytes=uuid5(_NAMESPACE, "/".join(map(str, parts))).bytes, version=4))


def app_user_id(organization_id: str, client_id: str) -> str:
    """Name the one user that an OAuth application has in a workspace."""
    return seed_id("app user", organization_id, client_id)
