"""What a person may type or paste to name an issue: a UUID, `ENG-123`, or the issue's address."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,11}-[1-9][0-9]{0,8}", re.IGNORECASE | re.ASCII)
URL_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*", re.IGNORECASE | re.ASCII)
LINEAR_URL = "https://linear.app"
LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class IssueReference:
    """An issue, named by `uuid` or by `identifier`; an address also says in which workspace.

    UUIDs and url keys are in lower case, identifiers in upper case.
    """

    uuid: str | None = None
    identifier: str | None = None
    workspace_url_key: str | None = None

    @property
    def value(self) -> str:
        """What `LinearClient.issue` takes."""
        return self.uuid or self.identifier or ""


def parse_issue_reference(text: str, *, web_url: str = LINEAR_URL) -> IssueReference | None:
    """Return the issue that the text names, None if it names none; case doesn't matter.

    `web_url` is where Linear's own pages are: `<web_url>/<workspace>/issue/ENG-123[/slug]`.
    """
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        return None
    if UUID.fullmatch(text):
        return IssueReference(uuid=text.lower())
    if IDENTIFIER.fullmatch(text):
        return IssueReference(identifier=text.upper())
    return _from_address(text, web_url)


def issues_named_in(text: str, *, web_url: str = LINEAR_URL) -> list[IssueReference]:
    """Return the issues whose addresses stand in the text, each once, in their order."""
    base = urlsplit(web_url)
    # Up to what ends an address in prose and in Markdown.
    address = rf"(?<![\w/])https?://{re.escape(base.netloc)}(/[^\s<>()\[\]\"'`|\\]+)"
    paths = re.findall(address, text, re.IGNORECASE)
    whole = (f"{base.scheme}://{base.netloc}{path.rstrip('.,;:!?*_~')}" for path in paths)
    found = (parse_issue_reference(each, web_url=web_url) for each in whole)
    return list(dict.fromkeys(each for each in found if each is not None))


def _from_address(text: str, web_url: str) -> IssueReference | None:
    try:
        address, base = urlsplit(text), urlsplit(web_url)
    except ValueError:  # such as an unclosed bracket in the host
        return None
    prefix = base.path.rstrip("/")
    same_host = (address.scheme, address.netloc.lower()) == (base.scheme, base.netloc.lower())
    if not same_host or not address.path.lower().startswith(f"{prefix}/".lower()):
        return None
    return _from_path(address.path[len(prefix) + 1 :].split("/"))


def _from_path(parts: list[str]) -> IssueReference | None:
    if len(parts) < 3 or parts[1].lower() != "issue":
        return None
    if not URL_KEY.fullmatch(parts[0]) or not IDENTIFIER.fullmatch(parts[2]):
        return None
    return IssueReference(identifier=parts[2].upper(), workspace_url_key=parts[0].lower())
