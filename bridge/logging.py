"""Log lines as `time level event field=value …`, one event a line."""

import json
import logging

STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Django's records hold the request, whose text has the query: searches, OAuth codes.
UNSPEAKABLE_FIELDS = {"request"}


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
