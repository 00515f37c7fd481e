"""Which issue a note means that begins with the command, and what is to be posted on it."""

import re
from collections.abc import Collection

from ..issues import web_url
from ..linear.references import IssueReference, parse_issue_reference
from ..models import Issue, IssueLink

FIRST_WORD = re.compile(r"(\S+)\s*")


class NotUnderstood(Exception):
    """Why nothing is sent, in words for the note's author; they are stored, and so English."""


def comment_in(
    text: str, *, links: Collection[IssueLink], taking: Collection[IssueLink]
) -> tuple[IssueLink, str]:
    """Return the link whose issue is commented on, and the comment.

    `links` are all of the conversation's; `taking` those whose workspace takes comments from notes.
    """
    if not taking:
        raise NotUnderstood(
            "no issue that can be commented on from here is linked to this conversation."
        )
    named, body = _split(text)
    meant = [link for link in taking if named is None or is_named(link.issue, named)]
    if named is not None and not meant:
        raise NotUnderstood(_why_not(named, links, taking))
    if len(meant) > 1:
        raise NotUnderstood(f"several issues are linked. Name one: {_examples(meant)}.")
    [link] = meant
    if not body:
        raise NotUnderstood(
            f"the comment is missing. Write it behind the command: {_examples(meant)}."
        )
    return link, body


def is_named(issue: Issue, reference: IssueReference) -> bool:
    """Return whether the reference means the issue, by an identifier that it had before, too."""
    if reference.workspace_url_key not in (None, issue.workspace.url_key.lower()):
        return False
    names = {issue.identifier, *issue.card.get("previous_identifiers", [])}
    return reference.identifier in names or reference.uuid == str(issue.linear_id)


def _why_not(
    named: IssueReference, links: Collection[IssueLink], taking: Collection[IssueLink]
) -> str:
    for link in links:
        if is_named(link.issue, named):
            workspace = link.issue.workspace
            return f"comments from notes are not switched on for the workspace {workspace}."
    return (
        f"{named.value} is not linked to this conversation. Link it first, or name one that is:"
        f" {_examples(taking)}."
    )


def _split(text: str) -> tuple[IssueReference | None, str]:
    """Return the issue that the text begins with, if it does, and the rest."""
    word = FIRST_WORD.match(text)
    named = word and parse_issue_reference(word[1].rstrip(":,"), web_url=web_url())
    return named, (text[word.end() :] if word and named else text).strip()


def _examples(links: Collection[IssueLink]) -> str:
    """Show how to name each issue: by its address where another has the same identifier."""
    identifiers = [link.issue.identifier for link in links]
    names = (
        issue.identifier if identifiers.count(issue.identifier) == 1 else issue.url
        for issue in (link.issue for link in links)
    )
    return ", ".join(f"/linear {name} …" for name in names)
