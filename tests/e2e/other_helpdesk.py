"""Another helpdesk: a page of its own origin that frames the sidebar, and the server behind it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from conversations.models import Conversation, User
from conversations.tokens import issue_token

PAGE = "<!doctype html><html lang=en><title>Desk</title><link rel=icon href=data:,><h1>Desk</h1>"


class OtherHelpdesk:
    """Serves `page` at its address, and hands on the bridge's tokens at /linear-token."""

    def __init__(self, port: int, product: str, agent: User, conversation: Conversation) -> None:
        # Of another site than the product, which is at 127.0.0.1.
        self.origin = f"http://localhost:{port}"
        self.asks_for = self.origin
        self.page = ""
        self.tokens: list[str] = []
        linear = f"{product}/api/v1/accounts/{conversation.account_id}/integrations/linear"
        self._url = f"{linear}/embed_token"
        self._number = conversation.display_id
        self._headers = {"Authorization": f"Bearer {issue_token(agent, 'Desk')}"}

    def answer(self, path: str) -> tuple[str, bytes]:
        """Return the content type and body of what is at a path."""
        if not path.startswith("/linear-token"):
            return "text/html", f"{PAGE}{self.page}".encode()
        body = {"conversation_id": self._number, "origin": self.asks_for}
        answer = httpx.post(self._url, headers=self._headers, json=body, timeout=20)
        self.tokens.append(answer.raise_for_status().json()["data"]["token"])
        return "application/json", answer.content


@contextmanager
def serving(helpdesk: OtherHelpdesk, port: int) -> Iterator[None]:
    """Answer the helpdesk's browsers until the block is left."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content_type, body = helpdesk.answer(self.path)
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
