"""What the warnings of an import mean, in sentences. A reader of files gives words for machines; here are ours."""

from collections.abc import Mapping
from types import MappingProxyType

WARNINGS: Mapping[str, str] = MappingProxyType({
    "bad_json_ld": "{n} descriptions for search engines could not be read",
    "bad_segments": "{n} segments could not be read and were left out",
    "bad_times": "{n} times run backwards or cannot be read; they were left out",
    "control_characters": "it holds control characters, which were taken out of what is read",
    "cut_short": "the file breaks off before its end",
    "date_ambiguous": "its date has two readings; give --date-order or --published",
    "date_two_digit_year": "its year has two digits; it was read as the newest that is not in the future",
    "dropped_audio": "the address of its recording is no web address, and was left out",
    "dropped_chapters": "the address of its chapters is no web address, and was left out",
    "dropped_link": "an address in it is no web address, and was left out",
    "dropped_transcript": "the address of a transcript is no web address, and was left out",
    "duplicate_cues": "{n} cues are printed twice and were read once",
    "duplicate_guids": "{n} items share an identifier",
    "duplicate_paragraphs": "{n} paragraphs are printed twice; each counts once",
    "duration_zero": "it gives its length as nothing",
    "encoding_not_as_declared": "it is not in the encoding that it says it is in",
    "encoding_unknown": "its encoding is not known here",
    "hidden_chapters": "{n} chapters are marked as hidden and were left out",
    "left_out": "{n} parts could not be read and were left out",
    "machine_sections": "{n} parts are a machine's work, not what was said: they are marked, and never scored",
    "mended_entities": "it uses signs of HTML that it does not declare; they were read as in HTML",
    "no_audio": "it names no recording",
    "no_date": "it gives no date",
    "no_duration": "it gives no length",
    "no_guid": "it has no identifier",
    "no_header": "it lacks the first line of its format",
    "no_items": "it has no items",
    "no_source_url": "it does not give its address; --url names it",
    "no_speakers": "it does not say who speaks; the guesses are marked with a question mark",
    "no_text": "it holds nothing that is said",
    "no_times": "it has no times, so a quote cannot be found in the recording",
    "no_title": "it has no title",
    "no_transcript": "it has no transcript",
    "not_well_formed": "it is not as its format wants it, and was mended",
    "not_well_formed_at_line": "it is not as its format wants it from line {n} on, and was mended",
    "overlapping_cues": "{n} cues overlap in time",
    "podcast_name_inferred": "the show's name was inferred from the text or the address; --show names it",
    "rolling_captions": "{n} captions repeat the line before, as captions that roll do; each line was read once",
    "undecodable_bytes": "{n} bytes are of no character and were replaced",
    "unjoined_cuts": "{n} paragraphs stop in mid-sentence; they were joined with what follows",
    "unnamed_speakers": "its speakers have labels, not names: ledger episode glossary e1 LABEL NAME --name",
    "unordered_cues": "its cues are not in the order of time",
    "unreadable_audio_length": "the size of its recording cannot be read",
    "unreadable_date": "its date cannot be read; give --published",
    "unreadable_duration": "its length cannot be read",
    "unreadable_episode": "its number cannot be read",
    "unreadable_season": "its season cannot be read",
    "wrong_weekday": "its date names a weekday that it was not",
})  # fmt: skip
"""Every warning by its name; ``{n}`` stands for what it counts."""


def told_warning(warning: str) -> str:
    """A warning such as ``duplicate_paragraphs=2`` as a sentence; one that nobody has put into words as it is."""
    name, _, count = warning.partition("=")
    words = WARNINGS.get(name)
    return f"{warning}: {words.format(n=count or 'some')}." if words else warning.replace("_", " ")
