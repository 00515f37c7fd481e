"""What a browser has to fetch for the sidebar."""

import gzip
from dataclasses import dataclass

from ...tour import acts
from ...tour.sidebar import CARDS_SIGHT
from ...tour.visitor import Visitor

# Scripts and styles by what they are named in the address.
OF_THE_SIDEBAR = (
    "/static/linear_integration/",
    "/conversations/drafts.js",
    "/conversations/i18n.js",
    "/conversations/new-key.js",
    "/conversations/storage.js",
)
LOADED = """() => performance.getEntriesByType("resource")
    .filter((each) => /\\.(js|css)(\\?|$)/.test(each.name))
    .map((each) => [each.name, each.encodedBodySize, each.decodedBodySize])"""


@dataclass(frozen=True)
class Weight:
    """JavaScript and CSS in bytes: `gzipped` at gzip's level 9, `sent` as the demo sent it."""

    files: int
    plain: int
    gzipped: int
    sent: int


def sidebar_weight(visitor: Visitor) -> Weight:
    """Weigh every script and style of the sidebar, those included that its forms load later."""
    with visitor.visiting(CARDS_SIGHT) as view:
        acts.open_create_form(view.page)
        acts.open_link_search(view.page)
        loaded = [
            (address, sent, plain)
            for address, sent, plain in view.page.evaluate(LOADED)
            if any(part in address for part in OF_THE_SIDEBAR)
        ]
        bodies = [view.page.request.get(address).body() for address, _, _ in loaded]
    return Weight(
        files=len(loaded),
        plain=sum(plain for _, _, plain in loaded),
        gzipped=sum(len(gzip.compress(body, 9)) for body in bodies),
        sent=sum(sent for _, sent, _ in loaded),
    )
