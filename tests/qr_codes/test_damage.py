"""What a dirty hall leaves of our labels: the short bench, held as a bound."""

import pytest

from tests.bench.damage import run, shot
from tests.bench.damage.rivals import OURS, SINGLE

HARD = {row: shot.ROWS[row] for row in (shot.STAIN, shot.SCRATCHES)}
PICTURES = 40


@pytest.mark.parametrize("look", ["a6", pytest.param("tag-100", marks=pytest.mark.thorough)])
def test_a_stain_or_four_scratches_leave_nine_of_ten_labels_readable(look: str) -> None:
    table = run.measure(look, HARD, PICTURES, kinds=(OURS,))
    assert {row: cells[OURS].share >= 0.9 for row, cells in table.items()} == dict.fromkeys(
        HARD, True
    )
    assert table[shot.STAIN][OURS].reads["zxing-cpp"] >= 0.9 * PICTURES


def test_a_stain_leaves_far_fewer_where_there_is_one_code() -> None:
    table = run.measure("a6", {shot.STAIN: shot.ROWS[shot.STAIN]}, 20, kinds=(SINGLE,))
    assert table[shot.STAIN][SINGLE].share < 0.7


def test_the_bench_says_the_same_twice() -> None:
    rows = {shot.SCRATCHES: shot.ROWS[shot.SCRATCHES]}
    first, again = (run.measure("tag-30", rows, 4, kinds=(OURS,)) for _ in range(2))
    assert first == again


def test_a_clean_label_is_read_by_both() -> None:
    table = run.measure("strip-63", {shot.CLEAN: shot.ROWS[shot.CLEAN]}, 6, kinds=(OURS,))
    assert set(table[shot.CLEAN][OURS].reads.values()) == {6}
