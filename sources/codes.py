"""Permanent short codes: what a link to an event, quote, figure or note is made of."""

import re
import secrets

# Crockford's base 32 in lower case: no i, l, o or u, so that a code can be read aloud and copied from a blackboard.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 6
PATTERN = re.compile(rf"[{ALPHABET}]{{4,12}}\Z")


def mint() -> str:
    """A new code of six characters; one in a thousand million, and the database refuses a second of the same."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
