"""The web server of a production: `manage.py start web` becomes it.

Everything is imported before the workers are forked, so that they share the memory of what they
only read. https://docs.python.org/3/library/gc.html#gc.freeze
"""

import argparse
import importlib
import json
import multiprocessing
import signal
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

from bridge import environment as env

APPLICATION = "bridge.wsgi:application"
THREADS = 64
# Longer than a call to Linear may take.
STOP_SECONDS = 25


def main() -> None:
    """Serve until a signal ends it."""
    # As a container's first process, Python would not end on SIGTERM by itself.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    arguments = _arguments()
    importlib.import_module(APPLICATION.partition(":")[0])
    # Python 3.14 would begin each worker from nothing.
    multiprocessing.set_start_method("fork")
    Granian(
        APPLICATION,
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=env.number("WEB_WORKERS", 2),
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=json.loads(Path(__file__).with_name("granian_logging.json").read_text()),
    ).serve()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bridge.web_server")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
