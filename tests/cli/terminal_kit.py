"""A real terminal for a real process, made of the standard library's pseudo-terminals."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping

PATIENCE = 60
# The child makes the terminal its own, so that what is typed as Ctrl-C reaches it as a signal.
_START = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"


class Terminal:
    """A command running on a terminal: what it shows is read, what is asked is answered."""

    def __init__(self, *args: object, env: Mapping[str, str] | None = None, columns: int = 100, out: int | None = None):
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        given = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8", **(env or {})}
        del given["COLUMNS"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, sys.executable, "-m", "ledger", *map(str, args)],
            stdin=theirs, stdout=theirs if out is None else out, stderr=theirs, env=given, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.shown = ""

    def expect(self, text: str) -> "Terminal":
        """Wait until something is shown that has not been answered yet."""
        while text not in self.shown:
            if not self._read():
                raise AssertionError(f"{text!r} was never shown, only: {self.shown!r}")
        self.shown = self.shown.partition(text)[2]
        return self

    def type(self, text: str) -> "Terminal":
        os.write(self._ours, text.encode())
        return self

    def answer(self, question: str, text: str = "") -> "Terminal":
        """Wait for a question and type a line."""
        return self.expect(question).type(f"{text}\n")

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE)
        if not ready:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # the other side is closed
            return False
        self.shown += data.decode("utf-8", "replace")
        return bool(data)

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C, again if it came between two moments at which Python looks."""
        for _ in range(PATIENCE // 5):
            self.type("\x03")
            while select.select([self._ours], [], [], 5)[0]:
                if not self._read():
                    return self.end()
        return self.end()

    def end(self) -> tuple[int, str]:
        """Wait for the end: the exit code and what was shown last."""
        while self._read():
            pass
        code = self._process.wait(PATIENCE)
        os.close(self._ours)
        return code, self.shown.replace("\r\n", "\n")
