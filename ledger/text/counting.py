"""Numbers with what they count."""


def counted(n: int, noun: str) -> str:
    """A number with its noun, which takes an s unless there is one."""
    return f"{n} {noun}{'' if n == 1 else 's'}"
