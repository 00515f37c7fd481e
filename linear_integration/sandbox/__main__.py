from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

from .sandbox import Options, Sandbox
from .server import serve
from .settings import DEFAULT_REDIRECT_URI, Switches
from .state.snapshot import UnreadableSnapshot
from .webhooks.application import InvalidWebhook


def main() -> None:
    """Start the sandbox as the command line says."""
    arguments = _parser().parse_args()
    public_url = arguments.public_url or f"http://localhost:{arguments.port}"
    schema = os.environ.get("LINEAR_SCHEMA")
    if schema and not Path(schema).is_file():
        sys.exit(f"LINEAR_SCHEMA names no file: {schema}")
    options = Options(
        public_url=public_url.rstrip("/"),
        snapshot=arguments.snapshot,
        schema=Path(schema) if schema else None,
        redirect_uris=arguments.redirect_uri or [DEFAULT_REDIRECT_URI],
        webhook_url=arguments.webhook_url,
        webhook_secret=arguments.webhook_secret,
        switches=Switches(requests_per_hour=arguments.requests_per_hour),
    )
    try:
        sandbox = Sandbox(options)
    except (UnreadableSnapshot, InvalidWebhook) as error:
        sys.exit(str(error))
    print(f"Linear sandbox on {public_url}", flush=True)  # noqa: T201
    with suppress(KeyboardInterrupt):
        serve(sandbox, host=arguments.host, port=arguments.port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m linear_integration.sandbox",
        description="A local Linear: GraphQL, OAuth, and faults on request.",
    )
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--snapshot", type=Path, help="keep the state in this file")
    parser.add_argument("--public-url", help="base of the addresses given out")
    parser.add_argument(
        "--redirect-uri",
        nargs="+",
        action="extend",
        metavar="URI",
        help=f"registered OAuth redirect URIs (default {DEFAULT_REDIRECT_URI})",
    )
    parser.add_argument(
        "--requests-per-hour", type=int, help="replaces Linear's limits of requests per hour"
    )
    parser.add_argument("--webhook-url", help="where the OAuth application's webhook goes")
    parser.add_argument("--webhook-secret", help="what it is signed with")
    return parser


if __name__ == "__main__":
    main()
