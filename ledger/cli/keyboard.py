"""Keys as they are pressed. Between two of them the terminal stays as it is, so that none typed ahead is lost.

Typer's own ``getchar`` changes the terminal for each key, and throws away what was typed in between.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer


class Keyboard:
    """The terminal's keys while a talk goes on."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._before: Any = None

    def pressed(self) -> str:
        """Wait for a key.

        Raises:
            EOFError: the terminal is gone.
        """
        if self._descriptor is None:
            return typer.getchar()
        data = os.read(self._descriptor, 1)
        if not data:
            raise EOFError
        while (missing := _missing(data)) > 0:
            data += os.read(self._descriptor, missing)
        return data.decode("utf-8", "replace")

    @contextmanager
    def lines(self) -> Iterator[None]:
        """Let whole lines be typed for a while, as a form wants them."""
        if self._before is None or self._descriptor is None:
            yield
            return
        import termios
        import tty

        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)
        try:
            yield
        finally:
            tty.setcbreak(self._descriptor, termios.TCSADRAIN)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take keys as they come; the terminal is as it was afterwards, however this ends."""
        if self._descriptor is None:
            yield
            return
        import termios
        import tty

        self._before = termios.tcgetattr(self._descriptor)
        tty.setcbreak(self._descriptor, termios.TCSADRAIN)
        try:
            yield
        finally:
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)
            self._before = None


def keyboard() -> Keyboard:
    """The keyboard of the terminal that standard input is; one key at a time where the system has no termios."""
    return Keyboard(None if sys.platform == "win32" else sys.stdin.fileno())


_LEADS = ((0xF0, 4), (0xE0, 3), (0xC0, 2))


def _missing(data: bytes) -> int:
    """How many bytes of a character in UTF-8 are still to come."""
    length = next((length for lead, length in _LEADS if data[0] >= lead), 1)
    return length - len(data)
