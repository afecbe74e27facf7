"""Captions from anywhere arrive whole, are checked for the eye, and leave as clean WebVTT."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.media import captions, errors
from content.media.captions import Cue

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\nÖffne die Tür\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\nZieh mit\n25 Nm an\n"
)
VTT = "WEBVTT - Halle 3\n\nNOTE geprüft\n\n00:01.000 --> 00:02.500 align:start\nÖffne die Tür\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_it_reads_subrip_in_any_usual_letters(charset: str) -> None:
    cues = captions.read(SRT.replace("\n", "\r\n").encode(charset))
    assert cues == [Cue(1, 2.5, "Öffne die Tür"), Cue(3, 4, "Zieh mit\n25 Nm an")]


def test_it_reads_webvtt_without_its_notes_and_settings() -> None:
    assert captions.read(VTT.encode()) == [Cue(1, 2.5, "Öffne die Tür")]


def test_a_number_in_the_last_line_is_kept() -> None:
    cues = captions.read(b"1\n00:00:01,000 --> 00:00:02,000\nTorque in Nm\n25\n")
    assert cues[0].text == "Torque in Nm\n25"


def test_a_note_between_cues_is_not_read_aloud() -> None:
    content = VTT + "\nNOTE not for you\n\n00:03.000 --> 00:04.000\nWeiter\n"
    assert [cue.text for cue in captions.read(content.encode())] == ["Öffne die Tür", "Weiter"]


def test_scripts_colours_and_positions_are_dropped() -> None:
    text = r"{\an8}<font color=red>Halt</font> <script>alert(1)</script><i>jetzt</i>"
    cues = captions.read(f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n".encode())
    assert cues[0].text == "Halt <i>jetzt</i>"


def test_a_sign_that_looks_like_a_tag_stays() -> None:
    cues = captions.read(b"1\n00:00:01,000 --> 00:00:02,000\n5 < 6 & 7 > 6\n")
    assert cues[0].text == "5 < 6 & 7 > 6"
    assert b"5 &lt; 6 &amp; 7 &gt; 6" in captions.vtt(cues)


@pytest.mark.parametrize("content", [b"", b"WEBVTT\n", b"no captions", b"\x00\x01\x02\xff"])
def test_it_says_when_there_are_no_captions(content: bytes) -> None:
    with pytest.raises(errors.CaptionsUnreadable, match="No caption was found"):
        captions.read(content)


def test_it_refuses_a_flood() -> None:
    with pytest.raises(errors.CaptionsTooLarge, match="more than 500 kB"):
        captions.read(b"a" * 500_001)


@pytest.mark.parametrize(
    ("cue", "error"),
    [
        (Cue(5, 5, "Halt"), errors.CaptionBackwards),
        (Cue(5, 4.5, "Halt"), errors.CaptionBackwards),
        (Cue(1, 5, "Halt"), errors.CaptionOverlaps),
        (Cue(8, 12, "Halt"), errors.CaptionBeyond),
        (Cue(5, 6, "<i> </i>"), errors.CaptionEmpty),
        (Cue(3, 9, "a" * 43), errors.CaptionTooBig),
        (Cue(3, 9, "a\nb\nc"), errors.CaptionTooBig),
        (Cue(5, 6, "a" * 21), errors.CaptionTooFast),
        (Cue(5, 6, "a" * 18), errors.CaptionFast),
    ],
)
def test_it_finds_what_the_eye_would_stumble_over(
    cue: Cue, error: type[errors.CaptionProblem]
) -> None:
    problems = captions.check([Cue(0, 2, "Los"), cue], 10)
    assert [type(problem) for problem in problems] == [error]
    assert problems[0].facts["number"] == 2


def test_only_speed_up_to_twenty_signs_is_a_warning() -> None:
    levels = {kind.level for kind in errors.CaptionProblem.__subclasses__()}
    assert levels == {"error", "warning"}
    assert errors.CaptionFast.level == "warning"
    assert errors.CaptionTooFast.level == "error"


def test_good_captions_are_left_alone() -> None:
    assert captions.check([Cue(0, 2, "Los geht es"), Cue(2, 10, "x" * 42)], 10) == []


def test_a_long_sentence_becomes_two_captions_that_touch() -> None:
    text = (
        "Drück den roten Pilz bis er einrastet, ruf laut nach deinem Kollegen"
        " und geh zwei Schritte zurück."
    )
    first, second = captions.from_sentence(text, 4.0, 7.0)
    assert (first.start, second.end) == (4.0, 11.0)
    assert first.end == second.start
    assert first.text.endswith(",")


@given(
    st.lists(st.text("abcdefgäöü", min_size=1, max_size=20), min_size=1, max_size=25),
    st.floats(0, 100),
    st.floats(1, 20),
)
def test_a_sentence_loses_no_word_and_no_time(
    words: list[str], start: float, seconds: float
) -> None:
    cues = captions.from_sentence(" ".join(words), start, seconds)
    assert " ".join(cue.text.replace("\n", " ") for cue in cues) == " ".join(words)
    assert all(captions.fits(cue.text) for cue in cues)
    assert cues[0].start == pytest.approx(start, abs=0.001)
    assert cues[-1].end == pytest.approx(start + seconds, abs=0.001)
    assert all(cue.end == after.start for cue, after in pairwise(cues))


CUES = st.lists(
    st.builds(
        Cue,
        st.integers(0, 9_000_000).map(lambda ms: ms / 1000),
        st.integers(0, 9_000_000).map(lambda ms: ms / 1000),
        st.lists(
            st.text("aäß<>&/ib-0 1", min_size=1).map(lambda s: " ".join(s.split())).filter(bool),
            min_size=1,
            max_size=3,
        )
        .map("\n".join)
        .filter(lambda text: "-->" not in text and "<" not in text),
    ),
    min_size=1,
    max_size=5,
)


@given(CUES)
def test_what_is_written_is_read_again(cues: list[Cue]) -> None:
    assert captions.read(captions.vtt(cues)) == cues


def test_webvtt_is_utf8_with_plain_line_ends() -> None:
    assert captions.vtt([Cue(0, 3661.5, "Ä")]) == (
        "WEBVTT\n\n00:00:00.000 --> 01:01:01.500\nÄ\n".encode()
    )
