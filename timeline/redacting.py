"""What the log does not tell. Pure: read before anything of Django is there."""

import logging
import re

# What follows is the key to a lesson. Django writes the address of whatever it refuses, so that it is also left out of
# what nearly is such a link.
SECRET = re.compile(r"(\bedit(?:/|%2f))\S+", re.IGNORECASE)


class Redacting(logging.Formatter):
    """Lines of the log without the secret part of edit links."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1…", super().format(record))
