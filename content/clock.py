"""Says a length, or a place in a film, as clocks do."""


def clock(seconds: float) -> str:
    """Return whole seconds as minutes and seconds, begun ones left out: `1:30`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
