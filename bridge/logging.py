"""Log lines as `time level event field=value …`, one event a line."""

import json
import logging
from typing import Any

STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Django's records hold the request, whose text has the query: searches, OAuth codes.
UNSPEAKABLE_FIELDS = {"request"}

# No line names the thread, or the place in the code, that it comes from: so nobody looks for them.
# https://docs.python.org/3/howto/logging.html#optimization
logging._srcfile = None
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def configuration(*, level: str, is_demo: bool) -> dict[str, Any]:
    """Return Django's LOGGING: everything goes to standard error, with the request's id."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "django_guid.log_filters.CorrelationId"}},
        "formatters": {"fields": {"()": "bridge.logging.FieldsFormatter"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "fields",
                "filters": ["request_id"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # httpx logs each URL at INFO, django-guid each request's id, Celery each message, and
            # axes in sentences what conversations/pages/sign_in.py says as an event.
            "axes": {"level": "ERROR"},
            "httpx": {"level": "WARNING"},
            "django_guid": {"level": "WARNING"},
            "celery": {"level": "WARNING"},
            # A page asks every few seconds: that would bury what the demo prints.
            "bridge.requests": {"level": "WARNING" if is_demo else "NOTSET"},
        },
    }


class FieldsFormatter(logging.Formatter):
    """Writes the event, then the fields given as `extra`, in logfmt."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception's traceback follows on lines of its own."""
        fields = vars(record)
        extra = [
            f"{name}={_quoted(fields[name])}"
            for name in sorted(fields.keys() - STANDARD_FIELDS - UNSPEAKABLE_FIELDS)
            if fields[name] is not None
        ]
        line = f"{self.formatTime(record)} {record.levelname} {record.getMessage()}"
        line = " ".join([line, *extra])
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


def _quoted(value: object) -> str:
    text = str(value)
    return json.dumps(text) if not text or any(c in text for c in ' "=\n') else text
