"""One event, one line: logs as JSON, so that nothing typed can forge a line (security.md T20)."""

import json
import logging


class JsonLines(logging.Formatter):
    """A log record as one line of ASCII JSON; control characters and U+2028 cannot break the line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "log": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)
