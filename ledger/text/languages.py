"""Languages: tags as files name them (BCP 47), and the language of a text, told by its script or its small words."""

import re

_LOOKED_AT = 20_000  # signs; the language of more is the language of these
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3040-\u30ff]")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_ADDRESS = re.compile(r"https?://\S++")
_HAN_SHARE, _KANA_SHARE = 0.3, 0.05
# Words that the neighbours of English do not have; "in", "is" or "was" would find Dutch too.
_SMALL_WORDS = (
    "the and of to that with this these those they their there it's it are were has have had been be will would can "
    "could should not from by but if what which who when you your our his her he she an as at on for about than"
)
_ENGLISH = frozenset(_SMALL_WORDS.split())
_CERTAIN = frozenset(("the", "and"))
_FEWEST, _SHARE, _DISTINCT = 4, 0.15, 3


def language_of(text: str) -> str:
    """``zh`` or ``en`` as a BCP 47 tag, "" where neither is plain; only the first 20,000 signs are looked at."""
    seen = _ADDRESS.sub(" ", text[:_LOOKED_AT])
    words = _WORD.findall(seen)
    han, kana = len(_HAN.findall(seen)), len(_KANA.findall(seen))
    letters = sum(map(len, words))
    if han > _HAN_SHARE * letters:
        return "zh" if kana <= _KANA_SHARE * (han + kana) else ""
    small = [word for word in (word.casefold().replace("\u2019", "'") for word in words) if word in _ENGLISH]
    plain = len(small) >= _FEWEST and len(small) >= _SHARE * len(words) and len(set(small)) >= _DISTINCT
    return "en" if plain and not _CERTAIN.isdisjoint(small) else ""


_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


def language_tag(printed: object) -> str:
    """The tag in its usual form (``en``, ``zh-Hans``, ``en-US``); "" for what is no tag. ``en_US`` is one too."""
    folded = printed.strip().replace("_", "-").split(".")[0] if isinstance(printed, str) else ""
    if not _TAG.fullmatch(folded):
        return ""
    first, *rest = folded.split("-")
    return "-".join((first.lower(), *map(_part, rest)))


def _part(part: str) -> str:
    """A country in capitals, a script with one, all else small (RFC 5646, 2.1.1)."""
    forms = {2: str.upper, 4: str.title}
    return forms.get(len(part), str.lower)(part)
