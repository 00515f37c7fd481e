"""The switches of a workspace: read, and set by an administrator."""

from ..models import Automations, Workspace

SWITCHES = tuple(
    field.name for field in Automations._meta.fields if field.name not in ("id", "workspace")
)


def automations_of(workspace: Workspace) -> Automations:
    """Return the workspace's automations; where none are stored, the defaults, without a row."""
    stored = Automations.objects.filter(workspace=workspace).first()
    return stored or Automations(workspace=workspace)


def store_automations(wanted: Automations) -> Automations:
    """Keep these switches for their workspace, and return them; what was set before is gone."""
    values = {name: getattr(wanted, name) for name in SWITCHES}
    stored, _is_new = Automations.objects.update_or_create(
        workspace=wanted.workspace, defaults=values
    )
    return stored
