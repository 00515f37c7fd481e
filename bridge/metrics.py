"""`/metrics` for Prometheus, for whoever has METRICS_TOKEN.

The web server answers for its own processes and for the database; a worker answers for its
processes, on WORKER_METRICS_PORT.
"""

import logging
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from linear_integration.metrics import REGISTRY
from linear_integration.models import Operation
from linear_integration.operations import OPEN

from .delivery_metrics import OpenDeliveries

logger = logging.getLogger(__name__)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the metrics; without METRICS_TOKEN there are none."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not _is_allowed(request.headers.get("Authorization", "")):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    shown = generate_latest(_own_processes()) + generate_latest(OpenOperations())
    shown += generate_latest(OpenDeliveries())
    return HttpResponse(shown, content_type=CONTENT_TYPE_LATEST)


def serve_worker_metrics() -> None:
    """Answer `/metrics` for a worker's processes, from a thread, if a port and a token are set."""
    if settings.WORKER_METRICS_PORT and settings.METRICS_TOKEN:
        anywhere = "0.0.0.0"  # noqa: S104 (a container's own network, and it takes the token)
        port = settings.WORKER_METRICS_PORT
        server = make_server(anywhere, port, _worker_application, handler_class=_Quiet)
        threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()


class OpenOperations(Collector):
    """The writes to Linear that are not finished, as the database has them at this moment."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return their number by status, and how long the oldest has been waiting."""
        open_ones = Operation.objects.filter(status__in=OPEN)
        try:
            found = list(open_ones.values("status").annotate(number=Count("pk")))
            oldest = open_ones.aggregate(at=Min("created_at"))["at"]
        except DatabaseError:
            logger.exception("metrics.database_unavailable")
            return
        number = GaugeMetricFamily(
            "bridge_operations_open", "Writes to Linear that are not finished.", labels=["status"]
        )
        numbers = {row["status"]: row["number"] for row in found}
        for status in OPEN:
            number.add_metric([status], numbers.get(status, 0))
        age = (timezone.now() - oldest).total_seconds() if oldest else 0
        yield number
        yield GaugeMetricFamily(
            "bridge_operations_oldest_open_seconds", "Age of the oldest of them.", value=age
        )


def _is_allowed(authorization: str) -> bool:
    return constant_time_compare(authorization, f"Bearer {settings.METRICS_TOKEN}")


def _own_processes() -> Collector:
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return REGISTRY
    _forget_the_dead(Path(folder))
    collector: Collector = MultiProcessCollector(None, folder)
    return collector


def _forget_the_dead(folder: Path) -> None:
    """Drop what processes that are gone said of their present state; their counts stay."""
    for file in folder.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))


def _worker_application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if environ["PATH_INFO"] != "/metrics":
        start_response("404 Not Found", [])
        return []
    if not _is_allowed(environ.get("HTTP_AUTHORIZATION", "")):
        start_response("401 Unauthorized", [("WWW-Authenticate", "Bearer")])
        return []
    start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
    return [generate_latest(_own_processes())]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing: it comes every few seconds."""
