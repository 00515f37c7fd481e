"""Links in Linear that lead to an address of the bridge that it had before."""

from collections.abc import Iterator

from . import connection, link_moves
from .addresses import conversation_path
from .linear.client import LinearClient
from .linear.pages import chunks
from .models import Hook, IssueLink, Workspace

LINKS_A_REQUEST = 50


def relocate_links(workspace: Workspace, *, base_url: str) -> int:
    """Let the workspace's links that lead to `base_url` lead to FRONTEND_URL; return how many.

    Each is an operation that the sweep sends, once however often this is done. Raises LinearError.
    """
    hook = connection.hook_to_call(workspace.account, workspace.linear_id)
    links = list(_links_at(workspace, connection.client_for(hook), base_url))
    return sum(link_moves.move_to_address(link) is not None for link in links)


def connected_workspaces() -> list[Workspace]:
    """Return the workspaces of all accounts that can be asked."""
    hooks = Hook.objects.filter(status=Hook.Status.ENABLED).select_related("workspace__account")
    return [hook.workspace for hook in hooks.order_by("pk")]


def _links_at(workspace: Workspace, client: LinearClient, base_url: str) -> Iterator[IssueLink]:
    """Go through our links whose attachments have the old address."""
    linked = IssueLink.objects.filter(issue__workspace=workspace, issue__gone_at=None)
    whole = linked.select_related("conversation__account", "issue__workspace")
    for some in chunks(whole.order_by("conversation", "pk"), LINKS_A_REQUEST):
        urls = {base_url + conversation_path(link.conversation) for link in some}
        found = {each.id for each in client.attachments_for_urls(sorted(urls))}
        yield from (link for link in some if str(link.link_id) in found)
