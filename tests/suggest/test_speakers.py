"""Who says what: known where it is known, guessed with a reason where it is not, and never a fact."""

import pytest
from suggest_kit import DATA, NO_DATA, harness, laid, sections, spoken

from ledger.model.vocabulary import Attribution
from ledger.suggest.people import Cast
from ledger.suggest.speakers import Turn, course, guess, known_speakers
from ledger.text.passages import Mark, Said

ANN_AND_BEN = (("Ann Bell", ""), ("Ben Cole", ""))
INTERVIEW = """\
I'm Ann Bell, director of the Harbour Project. In this episode of our podcast we will be talking about the port. To
explore this, we're joined by Dr. Ben Cole. He is a visiting scholar at a college in the north. So Dr. Cole, thank
you for joining us today. Thank you for having me. I'd like to ask about the state of the port. How busy is it now?
Let me start with the crane. It was built in 1961. The crane is old, and the union wants a new one. I think it will
fail before the winter. And Dr. Cole, you mentioned that the union wants a new one. Is that right? Yes. The union
has asked twice. The city has not answered. Interesting. Your article says that the city may wait. What would happen
then? Well, I think the port would close. Ships will go elsewhere. Thank you very much for joining my podcast.
"""
HOST, GUEST = "host", "guest"
TURNS = [HOST] * 5 + [GUEST] + [HOST] * 2 + [GUEST] * 4 + [HOST] * 2 + [GUEST] * 3 + [HOST] * 3 + [GUEST] * 2 + [HOST]


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("people", [ANN_AND_BEN, (), (("Ann Bell", "host"), ("Ben Cole", "guest"))])
def test_turns_change_within_a_paragraph(people):
    said = spoken(one_line(INTERVIEW), people)
    assert [one.role for one in said] == TURNS
    assert {(one.role, one.speaker) for one in said} == {(HOST, "Ann Bell"), (GUEST, "Ben Cole")}


def test_every_guess_has_its_reason():
    said = spoken(one_line(INTERVIEW), ANN_AND_BEN)
    assert [said[place].basis for place in (0, 1, 2, 5, 7)] == [
        "introduces himself", "speaks of the programme", "introduces a guest", "thanks for having me", "asks",
    ]  # fmt: skip
    assert said[9].basis == "carries on"
    assert said[12].basis in {"asks", "is addressed by name"}
    assert all(one.basis for one in said)


def test_whose_view_it_is_goes_with_the_role():
    said = spoken(one_line(INTERVIEW), ANN_AND_BEN)
    assert {one.attribution for one in said if one.role == HOST} == {Attribution.HOST}
    assert {one.attribution for one in said if one.role == GUEST} == {Attribution.FIRST_PERSON}


@pytest.mark.parametrize(
    ("sentence", "attribution"),
    [
        ("The latest news is that the mayor may resign.", "relayed"),
        ("Many officials believe that it will close.", "relayed"),
        ("The OECD says demand will peak by 2030.", "relayed"), ("They say the port will close.", "relayed"),
        ("My colleague Dora Finch reckons turnout falls below half.", "relayed"),
        ("As they say, it will rain.", "first-person"), ("I said that it will close.", "first-person"),
        ("This says that it will close.", "first-person"),
        ("The hope is that the mayor will give way.", "second-order"), ("I think the mayor will resign.",
        "first-person"),
        ("The mayor will resign.", "first-person"),
    ],
)  # fmt: skip
def test_whose_view_a_guest_gives(sentence, attribution):
    said = spoken(f"Dr. Cole, how will it end? {sentence}", ANN_AND_BEN)
    assert said[1].role == GUEST
    assert said[1].attribution == attribution


def test_an_answer_can_take_up_what_the_question_offered():
    said = spoken(
        "Dr. Cole, will it make them bold or careful? I think your first possibility. It will be so.", ANN_AND_BEN
    )
    assert [one.attribution for one in said] == ["host", "endorsed", "first-person"]
    said = spoken("Dr. Cole, will it make them bold? I think your first possibility.", ANN_AND_BEN)
    assert said[1].attribution == "first-person"


def test_what_was_set_by_hand_holds_and_its_neighbours_follow():
    text = one_line(INTERVIEW)
    start = text.index("The crane is old")
    said = spoken(text, ANN_AND_BEN, set_by_hand=[(start, start + 20, "Ann Bell")])
    place = next(place for place, one in enumerate(laid(text).sentences) if one.start == start)
    assert (said[place].speaker, said[place].role, said[place].basis) == ("Ann Bell", HOST, "set by hand")
    assert [one.role for one in said].count(HOST) >= TURNS.count(HOST) + 1


def test_what_a_format_marks_is_known_and_hands_come_before_it():
    text = "It will rain. It will snow. It will freeze."
    marks = [Mark(0, 13, speaker="Ann Bell"), Mark(14, 27, speaker="Ben Cole"), Mark(28, 43, speaker="Ben Cole")]
    said = spoken(text, ANN_AND_BEN, marks, set_by_hand=[(28, 43, "Ann Bell")])
    assert [(one.speaker, one.basis) for one in said] == [
        ("Ann Bell", "marked"), ("Ben Cole", "marked"), ("Ann Bell", "set by hand"),
    ]  # fmt: skip


def test_of_two_stretches_the_one_that_covers_more_counts():
    found = laid("It will rain all day.")
    marks = [Mark(0, 5, speaker="Ann"), Mark(5, 21, speaker="Ben"), Mark(0, 21, speaker="")]
    assert {number: one.name for number, one in known_speakers(found.sentences, marks, ()).items()} == {1: "Ben"}
    assert known_speakers(found.sentences, [Mark(30, 40, speaker="Ann")], ()) == {}


def test_of_those_who_are_marked_whoever_asks_is_the_host():
    lines = ["Is it old?", "It is old.", "Will it fall?", "It will fall.", "Soon?", "Before the winter."]
    text, marks = "", []
    for place, line in enumerate(lines):
        marks.append(Mark(len(text), len(text) + len(line), speaker=("Ann Bell", "Ben Cole")[place % 2]))
        text += line + " "
    assert [one.role for one in spoken(text, (), marks)] == [HOST, GUEST] * 3


def test_names_before_a_colon_are_marks():
    said = spoken("Ann Bell: Is it old?\nBen Cole: It is old. It will fall.\nAnn Bell: Soon?", ANN_AND_BEN)
    assert [(one.speaker, one.basis) for one in said] == [
        ("Ann Bell", "marked"), ("Ben Cole", "marked"), ("Ben Cole", "marked"), ("Ann Bell", "marked"),
    ]  # fmt: skip


def test_of_several_guests_the_one_who_was_addressed_answers():
    people = (("Ann Bell", "host"), ("Ben Cole", "guest"), ("Cy Dunn", "guest"))
    text = "Ben, will it fall? I think it will fall. Mr. Dunn, do you agree? I don't think so. It will stand."
    assert [one.speaker for one in spoken(text, people)] == ["Ann Bell", "Ben Cole", "Ann Bell", "Cy Dunn", "Cy Dunn"]


def test_a_misheard_name_means_whom_the_alias_says():
    people = (("Ann Bell", "host"), ("Ben Cole", "guest"), ("Cy Dunn", "guest"))
    text = "Dr. Cold, will it fall? I think it will fall."
    assert spoken(text, people)[1].speaker == ""
    assert spoken(text, people, aliases={"Dr. Cold": "Ben Cole"})[1].speaker == "Ben Cole"
    assert spoken(text, people, aliases={"Cold": "Ben Cole"})[1].speaker == "Ben Cole"


@pytest.mark.parametrize("people", [(), (("Ann Bell", ""),)])
def test_who_speaks_alone_is_no_guest(people):
    said = spoken("The port is old. Will it fall? I think it will fall before the winter. Ships will go.", people)
    assert {one.role for one in said} == {""}
    assert {one.speaker for one in said} == {people[0][0] if people else ""}
    assert {one.attribution for one in said} == {Attribution.FIRST_PERSON}


BLURB = (
    "The mayor's visit put the port back in the news. It likely foreshadowed a deal. On this episode of the "
    "Harbour podcast, Ann Bell spoke with Ben Cole, a fellow at a college, on the port.\n"
    "Cole said the crane will fall. Instead, the city will buy ships. He argued that the union may strike. The crane "
    "is old, Cole added. The mayor said nothing. In this episode Bell asks about the crane. The port is small."
)


def told(text=BLURB, people=()):
    text, found = sections(("description", text, False))
    return list(zip([one.text for one in found.sentences], guess(text, found, people, []), strict=True))


def test_a_blurb_tells_its_own_and_others_views():
    said = [one for _, one in told()]
    narrator = Said("", "publisher's text", "narrator", Attribution.NARRATOR)
    assert said[:3] == [narrator] * 3
    assert said[3] == Said("Ben Cole", "reported speech: Cole said", "guest", Attribution.REPORTED)
    assert said[4] == Said("Ben Cole", "by context", "guest", Attribution.CONTEXT)
    assert (said[5].speaker, said[5].basis) == ("Ben Cole", "reported speech: He argued")
    assert (said[6].speaker, said[6].basis) == ("Ben Cole", "reported speech: Cole added")
    assert said[8:] == [narrator] * 2


def test_a_new_paragraph_is_the_publishers_again():
    said = told(
        "Ann Bell spoke with Ben Cole.\nCole said the crane will fall. The city will buy ships.\nThe port is small."
    )
    assert [one.role for _, one in said] == ["narrator", "guest", "guest", "narrator"]


def test_a_country_or_a_noun_is_nobody():
    said = told("China said the port will grow. The United States claims nothing. Cuban Missile Crisis call it.")
    assert {one.speaker for _, one in said[:1]} == {""}
    assert "Crisis" not in " ".join(one.speaker for _, one in said)


def test_what_an_author_wrote_is_his():
    text, found = sections(("article", "The port will close. Ben Cole said the crane will fall.", False))
    said = guess(text, found, [("Ann Bell", "author")], [])
    assert [(one.speaker, one.attribution) for one in said] == [("Ann Bell", "first-person"), ("Ben Cole", "reported")]


def test_another_episodes_blurb_has_people_of_its_own():
    text, found = sections(
        ("description", "Ann Bell spoke with Ben Cole.", False),
        ("previous", "Ann Bell spoke with Cy Dunn. Dunn said the bridge will fall. Cole was not there.", False),
    )
    said = guess(text, found, [("Ann Bell", "host"), ("Ben Cole", "guest")], [])
    assert [one.speaker for one in said][2:] == ["Cy Dunn", "Cy Dunn"]


def test_machine_text_is_nobodys():
    text, found = sections(("insights", "Ann Bell: The port will close.", True), ("transcript", "It will.", False))
    said = guess(text, found, ANN_AND_BEN, [])
    assert said[0] == Said("", "machine text", "machine", Attribution.MACHINE)
    assert not Attribution(said[0].attribution).scored
    assert said[1].role != "machine"


def test_there_is_one_for_each_sentence_and_nothing_for_nothing():
    assert spoken("") == []
    assert len(spoken(one_line(INTERVIEW))) == len(laid(one_line(INTERVIEW)).sentences)


@pytest.mark.parametrize(
    "text", ["\x1b[31m said \u202e.", "A, " * 2_000, "said " * 2_000, "Ann Bell said. " * 200, "'" * 99]
)
@pytest.mark.parametrize("kind", ["transcript", "description"])
def test_hostile_text_is_only_text(text, kind):
    text, found = sections((kind, text, False))
    assert len(guess(text, found, [], [])) == len(found.sentences)


@pytest.mark.parametrize(
    ("printed", "name"),
    [("Ben Cole", "Ben Cole"), ("cole", "Ben Cole"), ("Ben", "Ben Cole"), ("Bell", ""), ("Dunn", ""), ("", "")],
)
def test_a_name_means_somebody_only_if_it_means_just_one(printed, name):
    cast = Cast({"Ben Cole": GUEST, "Ann Bell": HOST, "Cy Bell": GUEST})
    assert cast.find(printed) == name


def test_the_cheapest_course_is_found():
    """Against every course there is: none is cheaper."""
    from itertools import product

    from ledger.suggest import speakers

    talk = [Turn(30, True, True), Turn(-4), Turn(20), Turn(-25, False, True), Turn(5), Turn(40, True), Turn(-4)]

    def cost(states):
        steps = zip((states[0], *states), states, (None, *talk), talk, strict=False)
        changes = sum(speakers._change(come, state, before, turn) for come, state, before, turn in steps)
        return changes + sum(speakers._unlike(state, turn) for state, turn in zip(states, talk, strict=True))

    assert cost(course(talk)) == min(cost(states) for states in product((True, False), repeat=len(talk)))
    assert course([]) == []


@pytest.mark.skipif(not DATA.exists(), reason=NO_DATA)
def test_the_speakers_of_the_labelled_pages():
    """Nine sentences in ten of a talk without names are given to whoever says them; so are those of a blurb."""
    benchmark = harness()
    said = benchmark.groups(benchmark.judge(benchmark.read_rows([benchmark.LABELLED]), DATA / "episodes"))[0]
    for section, fewest in (("transcript", 0.9), ("description", 0.9)):
        right, known = said.speakers(section)
        assert known >= 16
        assert right / known >= fewest


@pytest.mark.skipif(not DATA.exists(), reason=NO_DATA)
def test_a_guess_by_paragraphs_would_not_do():
    """A control: whoever begins a paragraph does not say all of it."""
    benchmark = harness()
    judged = benchmark.judge(benchmark.read_rows([benchmark.LABELLED]), DATA / "episodes")
    _, found, _, _ = benchmark._page(DATA / "episodes" / "001_338334296546e3ca.txt")
    roles = {one.row["sentence"]: "host" if "(host)" in one.row["speaker"] else "guest" for one in judged}
    first, wrong, known = {}, 0, 0
    for sentence in found.sentences:
        role = roles.get(sentence.text)
        if role and found.sections[sentence.section].kind == "transcript":
            known += 1
            wrong += first.setdefault(sentence.paragraph, role) != role
    assert known > 100
    assert 1 - wrong / known < 0.93
