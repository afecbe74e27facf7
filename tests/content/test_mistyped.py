"""Typing errors are counted as people make them: letters wrong, missing, extra, swapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.mistyped import meant

LETTERS = st.text("abc", max_size=7)


def apart(typed: str, word: str) -> int:
    """Return the errors between two words by the book: optimal string alignment."""
    rows = [list(range(len(word) + 1))]
    for i, letter in enumerate(typed, 1):
        row = [i]
        for j, other in enumerate(word, 1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("brille", 0), ("brile", 1), ("birlle", 1), ("brillle", 1), ("vrille", 1), ("brillentr", 0),
        ("brlile", 1), ("bbrille", 1),
    ],
)  # fmt: skip
def test_one_slip_is_one_error(typed: str, errors: int) -> None:
    assert meant(typed, 1, ["brille", "brillentraeger", "presse"])["brillentraeger"] == errors


@given(LETTERS.filter(bool), st.integers(1, 2), st.sets(LETTERS.filter(bool), max_size=12))
def test_every_word_within_reach_is_meant_and_no_other(
    typed: str, most: int, words: set[str]
) -> None:
    starts = {word: [word[:end] for end in range(1, len(word) + 1)] for word in words}
    reach = {word: min(apart(typed, start) for start in starts[word]) for word in words}
    expected = {word: errors for word, errors in reach.items() if errors <= most}
    assert meant(typed, most, sorted(words)) == expected
