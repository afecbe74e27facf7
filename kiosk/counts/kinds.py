"""What may be counted: completions always, an answer to "did this help?" if the council agreed."""

from typing import Final

COMPLETED: Final = "completed"
HELPFUL: Final = "helpful"
NOT_HELPFUL: Final = "not_helpful"

ALWAYS: Final = (COMPLETED,)
ASKED: Final = (HELPFUL, NOT_HELPFUL)
"""Kinds that count nothing before the council role has confirmed the manifest that lists them."""
KINDS: Final = (*ALWAYS, *ASKED)
