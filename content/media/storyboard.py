"""Storyboards from outside: read one, caption it, film it; also a command for authors."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from content.media import captions as cues
from content.media import contact, errors, film
from content.media.board import FILE, Board, Scene, captions, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["FILE", "Board", "Scene", "captions", "hints", "main", "read", "render"]


def render(
    board_dir: Path,
    target: Path,
    *,
    height: int = film.HEIGHT,
    fps: int = film.FPS,
    voice: Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> Path:
    """Make the film of the storyboard in a folder; see `film.render`.

    Raises StoryboardRefused, PictureBroken and the errors of ffmpeg.
    """
    board = read(board_dir)
    return film.render(board, target, height=height, fps=fps, voice=voice, progress=progress)


def hints(board: Board) -> Iterator[str]:
    """Tell what is allowed but could be better, a sentence each, for the author."""
    for language in board.languages:
        for cue in captions(board, language):
            if cue.speed > cues.AIM_SPEED:
                words = cue.text.replace("\n", " ")
                yield f'{language}: {cue.speed:.1f} signs a second, better 17: "{words}"'
    for picture in dict.fromkeys(shot.picture for shot in film.shots(board)):
        if b"<text" in picture.read_bytes():
            yield f"{picture.name} holds text; words as paths look the same everywhere."


def main(words: Sequence[str] | None = None) -> int:
    """Film a folder or lay out its contact sheet, for authors; returns the exit code."""
    asked = _parser().parse_args(words)
    try:
        board = read(asked.folder)
        for hint in hints(board):
            print(f"hint: {hint}", file=sys.stderr)
        if asked.contact:
            print(contact.sheet(board, asked.contact))
        if asked.out or not asked.contact:
            print(_film(board, asked.out or asked.folder / "video.mp4", asked.voice))
    except errors.MediaError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _film(board: Board, target: Path, voice: Path | None) -> str:
    bar = _bar if sys.stderr.isatty() else None
    film.render(board, target, voice=voice, progress=bar)
    size = target.stat().st_size
    rate = size * 8 / board.seconds / 1e3
    return f"{target}: {board.seconds:.1f} s, {size:,} bytes, {rate:.0f} kbit/s"


def _bar(share: float) -> None:
    print(f"\r{share:4.0%}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m content.media.storyboard",
        description="Make the film of a storyboard, and a sheet that shows all its pictures.",
        epilog="example: python -m content.media.storyboard content/library/emergency-stop"
        " --contact /tmp/contact.png",
    )
    parser.add_argument("folder", type=Path, help="a folder with storyboard.toml")
    parser.add_argument("--out", type=Path, help="the film; default: video.mp4 in the folder")
    parser.add_argument(
        "--contact", type=Path, help="a PNG of every picture; alone, no film is made"
    )
    parser.add_argument("--voice", type=Path, help="a recorded voice to lay under the film")
    return parser


if __name__ == "__main__":
    sys.exit(main())
