"""What may be counted: completions always, what people answer only if the council agreed."""

from typing import Final

COMPLETED: Final = "completed"
HELPFUL: Final = "helpful"
NOT_HELPFUL: Final = "not_helpful"

BOTH_WRONG: Final = "both_wrong"
LEARNED: Final = "learned"
FORGOT: Final = "forgot"
KNEW: Final = "knew"
CELLS: Final = (BOTH_WRONG, LEARNED, FORGOT, KNEW)
"""The same question before and after a film, only where a trainer measures; never published."""
GAIN: Final = "gain"
"""What becomes of the four cells together: how many took part, and how many more knew it."""

ALWAYS: Final = (COMPLETED,)
ASKED: Final = (HELPFUL, NOT_HELPFUL)
"""Answers to "did this help?"."""
KINDS: Final = (*ALWAYS, *ASKED, *CELLS)
"""All but `ALWAYS` count nothing before the council role has confirmed the manifest."""
