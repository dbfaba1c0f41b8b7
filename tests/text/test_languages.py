"""The language of a text, where the text itself tells."""

# ruff: noqa: RUF001 - the signs of other scripts are what is tested

import pytest

from ledger.text.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It will take a long time until the talks are over and all of this has become clear.", "en"),
        ("“We don’t think that it’s over,” he said, “and they won’t either.”", "en"),
        ("我们今天谈谈粮食价格以及战争对港口的影响。", "zh"),
        ("Bob Ray: 粮食价格去年上涨了一半,今年又下降。港口关闭以后,农民很担心。", "zh"),
        ("Our host talks with the founder of 双成记 about the company and what it will do next.", "en"),
        ("これは日本の番組で、経済についてお話しします。", ""),
        ("Les entretiens continuent et la situation est de plus en plus difficile pour tous.", ""),
        ("Die Gespräche gehen weiter, und die Lage wird für alle immer schwieriger.", ""),
        ("De gesprekken gaan door en de situatie is voor iedereen moeilijk, maar we hopen dat het lukt.", ""),
        ("Her er det vi taler om, for at vi har set at prisen går op, og her er det som de fleste vil have.", ""),
        ("On dit que les prix vont monter, mais on ne sait pas quand, et as-tu un plan, on verra bien.", ""),
        ("Engagement and Decoupling", ""),
        ("Ann Lee reported from Chad for years and she served in Iraq. Read: https://example.org/les/prix/de/pain?a=un&b=deux",
         "en"),
        ("12:30 2024 • 43", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_language_is_named_only_where_the_text_tells(text, language):
    assert language_of(text) == language
