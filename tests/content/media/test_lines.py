"""Lines of captions: what is wrong is said, what can be mended is, and that is said too."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.media import captions, lines
from content.media.captions import AIM_SPEED, Cue

TIMES = st.floats(0, 200).map(lambda moment: round(moment, 3))
LINES = st.builds(
    lambda start, end, text: Cue(start, end, captions.clean(text)),
    TIMES,
    TIMES,
    st.text("aé -<>&\n3", max_size=100),
)


def kinds(cues: list[Cue], seconds: float | None = 12.0) -> list[tuple[int, str, str]]:
    return [(one.line, one.level, one.kind) for one in lines.findings(cues, seconds)]


@pytest.mark.parametrize(
    ("cue", "level", "kind"),
    [
        (Cue(5, 5, "Halt"), "error", "backwards"),
        (Cue(1, 4, "Halt"), "error", "overlap"),
        (Cue(9, 12.5, "Halt"), "error", "beyond"),
        (Cue(5, 6, ""), "error", "empty"),
        (Cue(5, 9, "a" * 43), "error", "big"),
        (Cue(5, 9, "a\nb\nc"), "error", "big"),
        (Cue(5, 6, "a" * 21), "error", "fast"),
        (Cue(5, 6, "a" * 18), "warning", "quick"),
        (Cue(5, 5.4, "Halt"), "warning", "short"),
    ],
)
def test_each_oddity_is_said_with_its_line(cue: Cue, level: str, kind: str) -> None:
    assert kinds([Cue(0, 2, "Erst das."), cue]) == [(2, level, kind)]


def test_seventeen_signs_a_second_read_well_and_twenty_are_the_limit() -> None:
    good = [Cue(0, 1, "a" * 17), Cue(1, 3, "b" * 20 + "\n" + "c" * 19)]
    assert kinds(good) == [(2, "warning", "quick")]


def test_a_long_silence_is_a_hint_and_no_fault() -> None:
    assert kinds([Cue(0, 2, "Halt"), Cue(30, 32, "Weiter")], None) == [(2, "hint", "gap")]


def test_the_time_that_a_fast_line_lacks_is_enough() -> None:
    cue = Cue(3.4, 5.6, "Schlüssel abziehen. [Klick]\nNie stecken lassen, auch nicht kurz.")
    assert lines.more_time(cue) == 1.6
    assert Cue(cue.start, cue.end + 1.6, cue.text).speed <= AIM_SPEED


@pytest.mark.parametrize(
    ("given_", "mended", "kind"),
    [
        ([Cue(5, 4, "Halt, steh!")], [Cue(5, 6, "Halt, steh!")], "backwards"),
        ([Cue(9, 13, "Halt")], [Cue(9, 12, "Halt")], "beyond"),
        ([Cue(12, 14, "Halt")], [], "beyond"),
        ([Cue(1, 2, "")], [], "empty"),
        ([Cue(0, 4, "Halt"), Cue(3, 5, "Los")], [Cue(0, 3, "Halt"), Cue(3, 5, "Los")], "overlap"),
        ([Cue(0, 4, "Halt"), Cue(0.2, 5, "Los")], [Cue(0, 5, "Halt\nLos")], "overlap"),
        ([Cue(5, 6, "Los"), Cue(1, 2, "Halt")], [Cue(1, 2, "Halt"), Cue(5, 6, "Los")], "order"),
        (
            [Cue(0, 9, "Den Schlüssel abziehen und an seinen Haken hängen")],
            [Cue(0, 9, "Den Schlüssel abziehen\nund an seinen Haken hängen")],
            "big",
        ),
    ],
)  # fmt: skip
def test_what_can_be_mended_is_and_says_so(given_: list[Cue], mended: list[Cue], kind: str) -> None:
    made, said = lines.mend(given_, 12.0)
    assert made == mended
    assert [(one.level, one.kind) for one in said] == [("mended", kind)]


@given(st.lists(LINES, max_size=12))
def test_mended_lines_never_overlap_and_never_leave_the_film(cues: list[Cue]) -> None:
    made, _ = lines.mend(cues, 60.0)
    assert all(0 <= cue.start < cue.end <= 60 for cue in made)
    assert all(first.end <= second.start for first, second in pairwise(made))


@given(st.lists(LINES, max_size=12))
def test_mending_twice_changes_nothing_more(cues: list[Cue]) -> None:
    made, _ = lines.mend(cues, 60.0)
    assert lines.mend(made, 60.0)[0] == made


def test_a_line_is_split_where_it_pauses() -> None:
    parts = lines.split(Cue(2, 6, "Schlüssel abziehen.\nNie stecken lassen, auch nicht kurz."))
    assert [part.text for part in parts] == [
        "Schlüssel abziehen.", "Nie stecken lassen, auch nicht kurz.",
    ]  # fmt: skip
    assert parts[0].end == parts[1].start
    assert (parts[0].start, parts[1].end) == (2, 6)


def test_two_lines_become_one_and_one_word_stays_one() -> None:
    assert lines.joined(Cue(1, 2, "Halt."), Cue(3, 4, "Stehen.")) == Cue(1, 4, "Halt. Stehen.")
    assert lines.split(Cue(1, 2, "Halt.")) == [Cue(1, 2, "Halt.")]


def test_lines_that_are_moved_out_of_the_film_are_cut_off() -> None:
    cues = [Cue(0, 2, "Weg"), Cue(3, 6, "Halb"), Cue(9, 12, "Bleibt")]
    assert lines.shifted(cues, -4, 12) == [Cue(0, 2, "Halb"), Cue(5, 8, "Bleibt")]
    assert lines.shifted(cues, 4, 12) == [Cue(4, 6, "Weg"), Cue(7, 10, "Halb")]


def test_a_fresh_line_stands_in_the_room_there_is() -> None:
    cues = [Cue(0, 2, "Eins"), Cue(3, 6, "Zwei")]
    assert lines.after(cues, 1, 12) == Cue(2, 3, "")
    assert lines.after(cues, 2, 12) == Cue(6, 8, "")
    assert lines.after([], 0, None) == Cue(0, 2, "")


def test_steps_begin_where_they_are_known_to_and_stand_long_enough() -> None:
    made = lines.timed([("Drei Backen lösen.", 0.5), ("Schlüssel abziehen.", 6.0)], 12)
    assert [(cue.start, cue.end) for cue in made] == [(0.5, 4.5), (6.0, 10.0)]


def test_steps_without_seconds_share_the_film_by_their_length() -> None:
    made = lines.timed([("a" * 10, None), ("b" * 30, None)], 8)
    assert [(cue.start, cue.end) for cue in made] == [(0, 2), (2, 6)]


def test_steps_at_impossible_seconds_are_timed_by_their_length() -> None:
    made = lines.timed([("a", 9.0), ("b", 3.0), ("c", 99.0)], 12)
    assert [cue.start for cue in made] == sorted(cue.start for cue in made)
    assert not [one for one in lines.findings(made, 12) if one.level == "error"]


@given(st.lists(st.tuples(st.text("abc ", min_size=1), st.none() | TIMES), max_size=9))
def test_lines_made_of_steps_never_run_into_each_other(
    pieces: list[tuple[str, float | None]],
) -> None:
    said = [(" ".join(text.split()) or "x", at) for text, at in pieces]
    made = lines.timed(said, 120)
    assert all(first.end <= second.start + 0.002 for first, second in pairwise(made))
    assert not made or made[-1].end <= 120.1
