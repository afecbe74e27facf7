"""What changed between two sentences is shown word by word, and nothing of them is lost."""

from hypothesis import given
from hypothesis import strategies as st

from content.difference import Piece, difference

SENTENCES = st.text(st.sampled_from("ab Ä.,ش30\n"), max_size=60) | st.text(max_size=60)


@given(old=SENTENCES, new=SENTENCES)
def test_the_pieces_put_together_are_both_sentences(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(one.words for one in pieces if one.fate != "gone") == new
    assert "".join(one.words for one in pieces if one.fate != "new") == old


@given(sentence=SENTENCES)
def test_nothing_changed_is_one_piece(sentence: str) -> None:
    assert {one.fate for one in difference(sentence, sentence)} <= {"same"}


def test_a_changed_number_is_one_word_gone_and_one_new() -> None:
    assert difference("Mit 30 Nm an.", "Mit 35 Nm an.") == (
        Piece("same", "Mit "), Piece("gone", "30"), Piece("new", "35"), Piece("same", " Nm an."),
    )  # fmt: skip


def test_words_side_by_side_are_marked_together() -> None:
    pieces = difference("Schild dort aufhängen.", "Karte hier aufhängen.")
    assert [one.words for one in pieces] == ["Schild dort", "Karte hier", " aufhängen."]
