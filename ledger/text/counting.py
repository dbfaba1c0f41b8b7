"""Counts in a sentence."""


def counted(n: int, noun: str, plural: str = "") -> str:
    """A number of things, in words: ``1 claim``, ``1,024 claims``, ``2 entries``.

    Args:
        n: how many.
        noun: one of them.
        plural: several of them, where that is not the noun with an s.
    """
    return f"{n:,} {noun if n == 1 else plural or f'{noun}s'}"
