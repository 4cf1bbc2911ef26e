"""Codes for one use: minted from the event in which one was asked for, read as people type them, and kept as no code.

Whoever knows the event alone cannot tell its code, nor can whoever reads what we remember: the one lacks the
installation's secret, the other would have to try out more codes than they have time for.
"""

import hmac
from functools import lru_cache
from hashlib import pbkdf2_hmac

from flows.ids import EventId

PURPOSE = "one-time code"
"""Of the installation's secret."""
LETTERS = "CDFGHJKMNPQRTVWXY34679"
"""None that looks like another (0 and O, 1 and I and L, 2 and Z, 5 and S, 8 and B, U and V), and no vowels: no words."""
LENGTH = 8
HALF = LENGTH // 2
ROUNDS = 50_000
"""Some hundredths of a second for one code; for all that there are, weeks on many machines."""


def code_of(event: EventId, secret: str) -> str:
    """The code that was asked for in an event, as it is shown: `K7QM-9TFH`."""
    number = int.from_bytes(hmac.new(secret.encode(), event.encode(), "sha256").digest())
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return f"{''.join(letters[:HALF])}-{''.join(letters[HALF:])}"


def typed_code(text: str) -> str:
    """What somebody typed, as codes are compared: in any case, with or without the dash; "" where nothing is left."""
    return "".join(filter(str.isalnum, text.upper()))


@lru_cache(maxsize=4)
def sealed(code: str) -> str:
    """How a code is kept: nobody can read it back in the time in which it is good."""
    return pbkdf2_hmac("sha256", typed_code(code).encode(), b"shelfmate", ROUNDS).hex()[:32]
