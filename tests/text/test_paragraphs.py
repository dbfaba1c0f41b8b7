"""Sections cut into paragraphs, copies found, and paragraphs joined that were cut in mid-sentence."""

import pytest
from passage_kit import read, whole

from ledger.text.paragraphs import passages
from ledger.text.passages import Mark, Section


def laid(text: str, kind: str = "transcript", *, wrapped: bool = False) -> list[str]:
    """What stands in each paragraph."""
    found = passages(text, whole(text, kind, wrapped=wrapped)).paragraphs
    return [text[paragraph.start : paragraph.end] for paragraph in found]


def test_every_line_is_a_paragraph_without_the_space_around_it():
    assert laid("  One.\n\n\t\nTwo. \nThree.") == ["One.", "Two.", "Three."]


def test_line_ends_of_every_system_part_lines():
    assert laid("One.\r\n\r\nTwo.\rThree.\u2028Four.") == ["One.", "Two.", "Three.", "Four."]


def test_blank_lines_part_the_paragraphs_of_a_wrapped_section():
    text = "One goes\r\non. Then\r\n\r\n  \r\nTwo\n  ends."
    assert laid(text, wrapped=True) == ["One goes\r\non. Then", "Two\n  ends."]
    assert read(text, "description", wrapped=True) == ["One goes on.", "Then", "Two ends."]


def test_the_items_of_a_list_in_a_wrapped_section_are_paragraphs():
    text = "- prices fall\n- wages\n  rise\n\nThat is\n- he said - all."
    assert read(text, "description", wrapped=True) == ["- prices fall", "- wages rise", "That is - he said - all."]


def test_numbers_run_over_all_sections():
    text = "A one. A two.\nB one.\nC one."
    sections = [Section("topics", 0, 13, derived=True), Section("transcript", 14, len(text))]
    found = passages(text, sections)
    assert [(p.number, p.section, text[p.start : p.end]) for p in found.paragraphs] == [
        (1, 0, "A one. A two."), (2, 1, "B one."), (3, 1, "C one."),
    ]  # fmt: skip
    assert [(s.number, s.paragraph, s.section, s.text) for s in found.sentences] == [
        (1, 1, 0, "A one."), (2, 1, 0, "A two."), (3, 2, 1, "B one."), (4, 3, 1, "C one."),
    ]  # fmt: skip
    assert found.sections == tuple(sections)


def test_what_stands_in_no_section_is_in_no_sentence():
    text = "Menu. Keep this. Footer."
    assert [s.text for s in passages(text, [Section("description", 6, 16)]).sentences] == ["Keep this."]


def test_sections_out_of_order_are_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="in order"):
        passages("One. Two.", [Section("transcript", 5, 9), Section("description", 0, 4)])
    with pytest.raises(ValueError, match="in order"):
        passages("One.", [Section("transcript", 0, 5)])


# Copies


def test_a_copy_of_a_paragraph_names_the_first_and_its_sentences_theirs():
    text = "It will rain.  It may snow.\nOther.\nIt will rain. It may snow.\nIt will rain. It may snow."
    found = passages(text, whole(text, "description"))
    assert [p.same_as for p in found.paragraphs] == [None, None, 1, 1]
    assert [(s.number, s.same_as) for s in found.sentences] == [
        (1, None), (2, None), (3, None), (4, 1), (5, 2), (6, 1), (7, 2),
    ]  # fmt: skip


def test_what_a_person_said_is_no_copy_of_what_a_machine_wrote():
    text = "It will rain.\nIt will rain."
    sections = [Section("topics", 0, 13, derived=True), Section("description", 14, 27)]
    assert [p.same_as for p in passages(text, sections).paragraphs] == [None, None]


def test_what_is_said_twice_in_a_talk_is_no_copy():
    text = "Thank you.\nIt will rain.\nThank you."
    assert [p.same_as for p in passages(text, whole(text)).paragraphs] == [None, None, None]
    assert [p.same_as for p in passages(text, whole(text, "description")).paragraphs] == [None, None, 1]


def test_a_sentence_that_goes_on_elsewhere_than_in_the_first_copy_is_no_copy():
    text = (
        "We expect that the prices of grain and of oil will go up in all of the countries that we have looked at and\n"
        "wages will follow them soon.\n"
        "We expect that the prices of grain and of oil will go up in all of the countries that we have looked at and\n"
        "nothing else will happen here."
    )
    found = passages(text, whole(text))
    assert [p.same_as for p in found.paragraphs] == [None, None, 1, None]
    assert [s.same_as for s in found.sentences] == [None, None]


# Cuts


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We signed the treaty in June. I think these are", "striking proof of a change in the balance."),
        ("We looked at the years of the cold war,", "In the nineties they failed to keep us informed."),
        ("They were asked to take part in what", "North Korea called a serious exercise of force."),
        ("There was no plan to be drawn to.", "to a venture that nobody had ever wanted."),
        ("They do not want to be seen in a block.", "because it narrows the room that they have."),
        ("They want something done. So they...", "really want to see a change in all of this."),
        ("The worry there is about the pressure from the U.S.,", "And that is what it is about this year."),
        ("That is what was said to us by Dr.", "Zhang when he came to see us last year."),
        ("What is their view of this framing? And", "How does it change the course they take?"),
        ("That is clear. What could they ever do about", "North Korea if it goes on like this for years?"),
        ("They said it would take a great deal of", "90 percent of the trade that they have."),
    ],
)
def test_a_paragraph_cut_in_mid_sentence_is_joined(first, second):
    text = f"{first}\n\n{second}"
    found = passages(text, whole(text))
    assert [p.continues for p in found.paragraphs] == [False, True]
    joined = [s for s in found.sentences if s.joined]
    assert len(joined) == 1
    assert joined[0].paragraph == 1
    assert joined[0].start < len(first)
    assert joined[0].end > len(first) + 2
    assert joined[0].text == " ".join(text[joined[0].start : joined[0].end].split())
    assert "\n\n" in text[joined[0].start : joined[0].end]


def test_a_sentence_may_run_over_several_paragraphs():
    text = "If the price will not be\n\nas low as it was, then maybe\n\nthere is some way to help. It is late."
    found = passages(text, whole(text))
    assert [s.text for s in found.sentences] == [
        "If the price will not be as low as it was, then maybe there is some way to help.", "It is late.",
    ]  # fmt: skip
    assert [(s.paragraph, s.joined) for s in found.sentences] == [(1, True), (3, False)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It will end well.", "Then we can all go home."),
        ("Will it end well?", "I do not think that it will."),
        ("It all depends on the U.S.", "The Senate will have the last word."),
        ("I think that they will...", "They might also want to talk to us."),
        ("They will sell more of them this year.", "iPhone sales will rise as well, I think."),
        ("Read all about it there.", "www.example.com has the whole of the story."),
        ("It ended there. What role could they play", "On the first of these, I would say none."),
        ("That is so. How do you think it will end", "I think that it will end rather badly."),
        ("And then the answer was that we would", "Bonnie Lin: That is most interesting to me."),
        ("And then the answer was that we would", "周恒星: 我认为这是一个很好的问题,大家都知道。"),
        ("And then the answer was that we would", "- a point of a list that stands on its own"),
        ("There were these. It is a close call\n- the price", "Then we went on to talk of what it meant for us."),
        ("And then the answer was that we would", "2. another point that stands on its own"),
    ],
)
def test_what_is_whole_is_not_joined(first, second):
    text = f"{first}\n\n{second}"
    found = passages(text, whole(text))
    assert not any(p.continues for p in found.paragraphs)
    assert not any(s.joined for s in found.sentences)


def test_a_heading_is_no_part_of_the_prose_around_it():
    prose = "It will take a long time until this has become clear to all who are concerned, and then they will act. "
    text = f"{prose}\nThe State of Play\n{prose}\nFeng Zhang\n{prose}\nSpeaker 2 00:12:30\n{prose}"
    alone = ["The State of Play", "Feng Zhang", "Speaker 2 00:12:30"]
    assert [line for line in read(text) if line != prose.strip()] == alone
    assert read(text).count(prose.strip()) == len(alone) + 1


PROSE = "It will take a long time until this has become clear to all who are concerned, and then they will act on"


def test_a_line_of_names_that_says_who_speaks_is_joined_to_nothing():
    assert read(f"{PROSE} it.\nFeng Zhang\nand so it goes on.") == [f"{PROSE} it.", "Feng Zhang", "and so it goes on."]


def test_a_short_piece_of_a_sentence_is_no_heading():
    text = f"{PROSE} what\nThe price of grain\nMoscow pays for says. It is late."
    assert read(text) == [f"{PROSE} what The price of grain Moscow pays for says.", "It is late."]
    assert read(f"It is late. {PROSE}\nVladimir Putin.") == ["It is late.", f"{PROSE} Vladimir Putin."]


def test_captions_have_no_headings():
    text = "It will be over soon.\nThen the Russian President\nVladimir Putin will come to us.\nIt is late now."
    assert read(text) == [
        "It will be over soon.", "Then the Russian President Vladimir Putin will come to us.", "It is late now.",
    ]  # fmt: skip
    assert read("We talked to the\nRussian President\nabout it. It is late.") == [
        "We talked to the Russian President about it.", "It is late.",
    ]  # fmt: skip


def test_outside_a_transcript_only_small_letters_carry_a_line_on():
    text = (
        "Engagement and Decoupling\nThe talks go on while\nthey last.\nSee also\n• prices\n• wages fall\n  behind. Why?"
    )
    assert read(text, "description") == [
        "Engagement and Decoupling", "The talks go on while they last.", "See also", "• prices",
        "• wages fall behind.", "Why?",
    ]  # fmt: skip
    assert read("It was over.\nthen it began.", "description") == ["It was over.", "then it began."]


def test_speech_without_any_marks_is_not_joined_to_one_endless_sentence():
    lines = [f"and then we went on to say {word} to all of them" for word in ("this", "that", "more", "less")]
    assert read("\n".join(lines)) == lines
    chinese = [
        "我觉得这个事情会变好大家都这样认为",
        "社交领域的一个很不错的尝试但是不自然",
        "然后我们就回去了没有再谈这件事",
    ]
    assert read("\n\n".join(chinese)) == chinese


def test_sections_are_never_joined():
    text = "We expect that prices will go up and\nwages will follow them soon."
    sections = [Section("transcript", 0, 36), Section("transcript", 37, len(text))]
    assert [s.joined for s in passages(text, sections).sentences] == [False, False]


# Speakers that the format names


def test_a_sentence_has_one_speaker():
    text = "I think that it will go on and\non for ever. I do not. Yes it\nwill. No it will not be so."
    first, second = text.index("I do"), text.index("will. No")
    marks = [
        Mark(0, first, speaker="A"),
        Mark(first, second, speaker="B"),
        Mark(second, len(text), speaker="A"),
    ]
    found = passages(text, whole(text), marks)
    assert [p.continues for p in found.paragraphs] == [False, True, False]
    assert [s.text for s in found.sentences] == [
        "I think that it will go on and on for ever.", "I do not.", "Yes it", "will.", "No it will not be so.",
    ]  # fmt: skip


def test_a_change_of_speaker_inside_a_line_ends_the_sentence():
    text = "I think that you are not really I am sure of it."
    at = text.index("I am")
    found = passages(text, whole(text), [Mark(0, at, speaker="A"), Mark(at, len(text), speaker="B")])
    assert [s.text for s in found.sentences] == ["I think that you are not really", "I am sure of it."]
    assert [s.text for s in passages(text, whole(text), [Mark(0, at), Mark(at, len(text))]).sentences] == [text]
    same = [Mark(0, at, speaker="A"), Mark(at, len(text), speaker="A")]
    assert [s.text for s in passages(text, whole(text), same).sentences] == [text]
