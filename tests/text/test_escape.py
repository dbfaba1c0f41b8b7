import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from render_samples import POISON, controls

from ledger.text import escape
from ledger.text.escape import safe_term, unescape

ANY_TEXT = st.text(alphabet=st.characters(), max_size=40) | st.lists(
    st.sampled_from(["\\", "u", "{", "}", "1b", "5c", "\x1b", "\\u{", "\n", "\u202e"]), max_size=12
).map("".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("", ""),
        ("\x1b[31m", "\\u{1b}[31m"),
        ("\x9b1m", "\\u{9b}1m"),
        ("a\u202eb", "a\\u{202e}b"),
        ("a\u200db", "a\\u{200d}b"),
        ("\U000e0041", "\\u{e0041}"),
        ("a\nb\tc\x7f", "a\\u{a}b\\u{9}c\\u{7f}"),
        ("\u2028\u2029", "\\u{2028}\\u{2029}"),
        ("\ud800", "\\u{d800}"),
        ("\\u{1b}", "\\u{5c}u{1b}"),
        ("\\n C:\\users", "\\n C:\\users"),
        ("中国 e\u0301 ไทย é \u00a0", "中国 e\u0301 ไทย é \u00a0"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text, shown):
    assert safe_term(text) == shown


def test_newlines_may_be_kept():
    assert safe_term("a\nb\r\n\x1b", keep_newlines=True) == "a\nb\\u{d}\n\\u{1b}"


@given(ANY_TEXT)
@example("\\u{5c}u{1b}")
@example("\\\\u{1b}\\\x1b")
def test_the_shown_text_has_no_controls_and_gives_the_exact_text_back(text):
    shown = safe_term(text)
    assert not controls(shown, allowed="")
    assert unescape(shown) == text
    assert not controls(safe_term(text, keep_newlines=True), allowed="\n")


@given(ANY_TEXT, ANY_TEXT)
def test_two_texts_are_never_shown_alike(one, other):
    assert (safe_term(one) == safe_term(other)) == (one == other)


def test_an_escape_that_is_no_character_is_left_alone():
    assert unescape("\\u{110000} \\u{} \\u{xyz}") == "\\u{110000} \\u{} \\u{xyz}"


@pytest.mark.parametrize(
    ("family", "text", "escaped"),
    [
        ("HTML", "<a href=\"x\">'&amp;'", "&lt;a href=&#34;x&#34;&gt;&#39;&amp;amp;&#39;"),
        ("MARKDOWN", "a|b [x](y) <i> *b* _c_ `d` \\", "a\\|b \\[x\\](y) &lt;i&gt; \\*b\\* \\_c\\_ \\`d\\` \\\\"),
        ("MARKDOWN", "AT&T 2019-06-01", "AT&amp;T 2019-06-01"),
        ("JIRA", "{html}|[x]|*b*", "\\{html\\}\\|\\[x\\]\\|\\*b\\*"),
        ("RST", ".. raw:: html", "\\.. raw\\:: html"),
        ("RST", "- item", "\\- item"),
        (
            "RST",
            "javascript:x :role:`y` |s| at 12:30, http://x",
            "javascript\\:x \\:role\\:\\`y\\` \\|s\\| at 12:30, http://x",
        ),
        (
            "REFERENCES",
            "[[x|{{y}}]] '''<&",
            "&#91;&#91;x&#124;&#123;&#123;y&#125;&#125;&#93;&#93; &#39;&#39;&#39;&#60;&#38;",
        ),
        ("REFERENCES", "-0.25, 88%, 2019-06-01", "-0.25, 88%, 2019-06-01"),
        ("ORG", "[[elisp:x]] a|b", "[\\zwnj{}[\\zwnj{}elisp\\colon{}x]] a\\vert{}b"),
        ("ORG", "\\input{x} @@html:", "\\\\zwnj{}input{\\zwnj{}x} @\\zwnj{}@\\zwnj{}html\\colon{}"),
        ("LATEX", "\\input{x} 5% $y_1^2 ~", "\\textbackslash{}input\\{x\\} 5\\% \\$y\\_1\\^{}2 \\textasciitilde{}"),
        ("TERMINAL", "<b>|*\\", "<b>|*\\"),
    ],
)
def test_each_family_escapes_its_own_signs(family, text, escaped):
    assert getattr(escape, family)(text) == escaped


FAMILIES = [name for name, value in vars(escape).items() if isinstance(value, escape.Escaper)]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("text", POISON)
def test_no_family_lets_a_control_character_or_a_newline_through(family, text):
    assert not controls(getattr(escape, family)(text), allowed="")


@pytest.mark.parametrize("family", FAMILIES)
@given(texts=st.lists(ANY_TEXT | st.sampled_from(["plain", "7/8", "-", ""]), max_size=4))
def test_a_column_is_escaped_like_its_cells(family, texts):
    escaper = getattr(escape, family)
    assert escaper.column(texts) == [escaper(text) for text in texts]


def test_latex_escapes_as_tabulate_does():
    from tabulate import LATEX_ESCAPE_RULES

    assert escape.LATEX.signs == LATEX_ESCAPE_RULES
