"""Files of captions as plants have them: any letters are named, anything hostile refused."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.media import captions, errors
from content.media.captions import Cue
from tests.cost import least

GERMAN, POLISH = "Öffne die Tür – 25 °C", "Zdejmij rękawice, żółty"
RUSSIAN, TURKISH, ARABIC = "Не открывать дверь", "Kapağı açmayın, ışık", "لا تفتح الباب"
ROMANIAN, CZECH = "Ţine uşa închisă", "Neotvírej dveře, žádný klíč"


def srt(text: str) -> str:
    first = f"1\r\n00:00:01,000 --> 00:00:04,000\r\n{text}\r\n\r\n"
    return f"{first}2\r\n00:00:05,000 --> 00:00:06,000\r\n25\r\n"


def vtt(text: str) -> str:
    return f"WEBVTT\n\n00:01.000 --> 00:04.000 line:80%\n{text}\n\n00:05.000 --> 00:06.000\n25\n"


@pytest.mark.parametrize("write", [srt, vtt])
@pytest.mark.parametrize(
    ("codec", "mark", "language", "text", "letters"),
    [
        ("utf-8", b"", "de", GERMAN, "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "de", GERMAN, "UTF-8"),
        ("utf-16-le", b"\xff\xfe", "de", GERMAN, "UTF-16 LE"),
        ("utf-16-be", b"\xfe\xff", "de", GERMAN, "UTF-16 BE"),
        ("utf-16-le", b"", "ru", RUSSIAN, "UTF-16 LE"),
        ("utf-16-be", b"", "ar", ARABIC, "UTF-16 BE"),
        ("cp1252", b"", "de", GERMAN, "Windows-1252"),
        ("cp1252", b"", "en", "It’s 25 °C – don’t", "Windows-1252"),
        ("cp1250", b"", "pl", POLISH, "Windows-1250"),
        ("cp1250", b"", "cs", CZECH, "Windows-1250"),
        ("cp1250", b"", "ro", ROMANIAN, "Windows-1250"),
        ("cp1251", b"", "ru", RUSSIAN, "Windows-1251"),
        ("cp1251", b"", "uk", "Не відчиняй двері, їжа", "Windows-1251"),
        ("cp1254", b"", "tr", TURKISH, "Windows-1254"),
        ("cp1256", b"", "ar", ARABIC, "Windows-1256"),
        ("utf-8", b"", "ar", ARABIC, "UTF-8"),
    ],
)
def test_any_letters_are_read_and_named(
    *, write: Callable[[str], str], codec: str, mark: bytes, language: str, text: str, letters: str
) -> None:
    file = captions.read_file(mark + write(text).encode(codec), language)
    assert (file.letters, file.kind) == (letters, "SubRip" if write is srt else "WebVTT")
    assert file.cues == (Cue(1, 4, text), Cue(5, 6, "25"))


CUES = st.lists(
    st.builds(
        lambda start, length, text: Cue(start, round(start + length, 3), text),
        st.integers(0, 600_000).map(lambda thousandths: thousandths / 1000),
        st.integers(1, 9_000).map(lambda thousandths: thousandths / 1000),
        st.text(max_size=60).map(captions.clean).filter(bool).filter(lambda text: "<" not in text),
    ),
    min_size=1,
    max_size=8,
)


@given(CUES)
def test_what_is_written_as_webvtt_is_read_again(cues: list[Cue]) -> None:
    assert captions.read(captions.vtt(cues)) == cues


@given(CUES)
def test_what_is_written_as_subrip_keeps_its_times_and_rows(cues: list[Cue]) -> None:
    read = captions.read(captions.srt(cues))
    assert [(cue.start, cue.end) for cue in read] == [(cue.start, cue.end) for cue in cues]


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 400_000,
        bytes(range(256)) * 1500,
        b"WEBVTT\n\n" + b"9" * 400_000 + b" --> 1\nHalt\n",
        b"WEBVTT\n\n00:00:01.000 -->\n\n--> 00:00:02.000\n",
        b"1\n00:00:0x,000 --> 00:00:04,000\nHalt\n",
        b"\xff\xfe" + b"\xd8\x00" * 1000,
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n",
        b"PK\x03\x04" + b"\0" * 2000,
        b"-->" * 100_000,
        b"<" * 400_000,
        b"\n" * 400_000,
    ],
)
def test_what_is_no_captions_is_refused_at_once(content: bytes) -> None:
    def refused() -> None:
        with pytest.raises(errors.CaptionsUnreadable):
            captions.read(content)

    assert least(refused, 2) < 2


def test_a_flood_is_refused_before_it_is_read() -> None:
    with pytest.raises(errors.CaptionsTooLarge):
        captions.read(b"1\n00:00:01,000 --> 00:00:02,000\nHalt\n\n" * 100_000)


@pytest.mark.parametrize("sign", ["<script>", "<style>", "</script ", "<a", "<0", "{\\", "&"])
def test_signs_that_open_and_never_close_cost_no_time(sign: str) -> None:
    content = b"WEBVTT\n\n00:00.500 --> 00:02.000\n" + sign.encode() * (480_000 // len(sign))
    assert least(lambda: captions.read(content), 2) < 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<script>alert(1)</script>Halt", "Halt"),
        ("<scr<script>x</script>ipt>alert(1)</script>Halt", None),
        ("<img src=x onerror=alert(1)>Halt", "Halt"),
        ("<b><i><u><font color=red>Halt</font></u></i></b>", "<b><i>Halt</i></b>"),
        ("<c.gelb>Halt</c>", "Halt"),
        ("<v Anna>Halt</v>", "Halt"),
        ("{\\an8}{\\pos(1,2)}Halt", "Halt"),
        ("Halt\0\x07\u202e!", "Halt!"),
        ("<00:01.500>Halt", "Halt"),
        ("<i>" * 5000 + "Halt", None),
    ],
)
def test_tags_leave_words_and_nothing_that_runs(text: str, words: str | None) -> None:
    cues = captions.read(f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n".encode())
    written = captions.vtt(cues).decode().lower()
    assert "<script" not in written
    assert "<img" not in written
    assert words is None or cues[0].text == words


def test_times_beyond_all_clocks_are_no_trouble() -> None:
    far = "9" * 300
    content = (
        f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHalt\n\n{far}:00:00.000 --> {far}:00:01.000\nx\n"
    )
    try:
        cues = captions.read(content.encode())
    except errors.CaptionsUnreadable:
        return
    assert cues[0] == Cue(1, 2, "Halt")
    assert captions.vtt(cues)
