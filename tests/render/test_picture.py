import logging
import struct
import subprocess
import sys
import warnings
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from chart_samples import CHINESE, DRAWABLE, EMPTY, LONG, calibration, compare, trend
from render_samples import POISON, controls

from ledger.errors import InputError
from ledger.render.chart import Chart, CompareChart, Lead
from ledger.render.picture import (
    KINDS,
    Lettering,
    PictureNotWritten,
    PlottingNotInstalled,
    UnknownPicture,
    drawn,
    families_for,
    picture,
    save,
    shown,
)

matplotlib = pytest.importorskip("matplotlib")

PNG, SVG = KINDS[".png"], KINDS[".svg"]


def texts(svg: bytes) -> list[str]:
    """Every text that is shown, by reading the picture as XML."""
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter() if node.tag.endswith("}text")]


@pytest.mark.long("fuzz", sample=4)
@pytest.mark.parametrize("name", DRAWABLE)
def test_a_png_is_whole_and_seven_inches_wide(name):
    content = picture(DRAWABLE[name], PNG)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert content.endswith(b"IEND\xaeB`\x82")
    width, height = struct.unpack(">II", content[16:24])
    assert width == 1050
    assert 500 < height < 1500


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("one curve", ["Zhao, n 198", "MCB 0.018 (p 0.12).", "Calibration", "90% consistency band", "60"]),
        ("three curves", ["Zhao, n 198"]),
        ("one point", ["Zhao, n 1"]),
        ("a curve without points", ["Li, n 0, no curve"]),
        ("eight quarters", ["Zhao, n 47", "2019", "Q4", "10", "0.25: always saying 50%"]),
        ("twenty quarters", ["2200", "2022", *(str((i + 3) * 100) for i in range(20) if i != 2)]),
        ("ahead", ["▲ above zero: Li is better", "▼ below zero: Zhao is better", "shared questions"]),
        ("one shared question", ["in the end: difference -0.200, no interval, n 1"]),
    ],
)
def test_an_svg_says_whose_it_is_and_how_many(name, said):
    assert set(said) <= set(texts(picture(DRAWABLE[name], SVG)))


@pytest.mark.parametrize(
    ("chart", "lacking"),
    [
        (DRAWABLE["one quarter"], ["all up to then"]),
        (DRAWABLE["long labels"], ["all up to then", "interval"]),
        (DRAWABLE["one shared question"], ["its 95% interval"]),
    ],
)
def test_the_key_names_nothing_that_is_not_drawn(chart, lacking):
    read = texts(picture(chart, SVG))
    assert "the period alone" in " ".join(read) or "mean so far" in " ".join(read)
    assert [words for words in lacking if any(words in text for text in read if "no interval" not in text)] == []


def test_a_lone_interval_is_named_as_the_bar_that_it_is():
    leads = [Lead(n, 0.1, *((0.0, 0.2) if n > 8 else ())) for n in range(1, 10)]
    assert "its 95% interval, at the end alone (the bar)" in texts(picture(CompareChart("Zhao", "Li", leads), SVG))


def hostile(name):
    return (
        calibration(name, "Li", title=name, notes=[name], band_label=name),
        trend(2, name, measure=name, reference_label=name, interval_label=name),
        compare(3, name, name, measure=name, unit=name, interval_label=name),
    )


LONG_ONES = (LONG, "W" * 150, CHINESE * 12, "שלום עולם " * 12)
CROWDED = {f"{type(chart).__name__} of {name[:9]}": chart for name in LONG_ONES for chart in hostile(name)} | {
    "many long names": calibration(*LONG_ONES * 2, title=LONG)
}


@pytest.mark.long("fuzz", sample=13)
@pytest.mark.parametrize("name", [*DRAWABLE, *CROWDED])
def test_no_text_leaves_the_sheet_or_covers_another(name):
    with drawn((DRAWABLE | CROWDED)[name], keeps_text=False) as figure:
        figure.draw_without_rendering()
        shown_texts = [text for text in figure.findobj(matplotlib.text.Text) if text.get_text() and text.get_visible()]
        boxes = [(text.get_text(), text.get_window_extent()) for text in shown_texts]
    boxes = [(text, box) for text, box in boxes if box.width]
    assert len(boxes) > 5
    assert [text for text, box in boxes if not figure.bbox.padded(1).contains(box.x1, box.y1) or box.x0 < 0] == []
    assert [text for text, box in boxes if box.y0 < 0] == []
    pairs = combinations(boxes, 2)
    assert [(a, b) for (a, box), (b, other) in pairs if box.padded(-1).overlaps(other.padded(-1))] == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("name", ["one curve", "eight quarters", "ahead"])
def test_the_same_chart_gives_the_same_bytes(name, kind):
    assert picture(DRAWABLE[name], kind) == picture(DRAWABLE[name], kind)


@pytest.mark.parametrize("name", EMPTY)
@pytest.mark.parametrize("end", KINDS)
def test_a_chart_without_a_point_is_a_picture_of_a_sentence(name, end, tmp_path):
    save(EMPTY[name], tmp_path / f"x{end}")
    assert (tmp_path / f"x{end}").stat().st_size > 0
    if end == ".svg":
        assert EMPTY[name].nothing in texts((tmp_path / "x.svg").read_bytes())


NAMES = (*POISON, "\ufffe\uffff", "$x_1$", "_hidden", "\\frac{1}{2}$", "]]>--><!--")


@pytest.mark.long("fuzz", sample=8)
@pytest.mark.parametrize(("turn", "poison"), list(enumerate(NAMES)))
def test_a_hostile_name_is_only_read(turn, poison):
    content = picture(hostile(poison)[turn % 3], SVG)
    read = texts(content)
    assert any(shown(poison)[:8].strip() in text for text in read)
    assert not controls("".join(read))
    assert not [node for node in ET.fromstring(content).iter() if node.tag.endswith(("script", "foreignObject"))]


SCRIPTS = (CHINESE, "Zhao 😀", "\u0e01\u0e34", "שלום", "\ud800", "$x$ _y_", LONG * 5)


@pytest.mark.parametrize(("turn", "name"), list(enumerate(SCRIPTS)))
def test_any_script_gives_a_picture_and_no_warning(turn, name):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        content = picture(hostile(name)[turn % 3], PNG)
    assert content.startswith(b"\x89PNG")
    assert caught == []


def test_a_letter_that_no_font_has_is_escaped_where_text_becomes_dots(monkeypatch):
    monkeypatch.setattr("ledger.render.picture._OTHERS", ())
    assert Lettering([CHINESE], keeps_text=False)("赵 a") == "\\u{8d75} a"
    assert Lettering([CHINESE], keeps_text=True)("赵 a") == "赵 a"


def test_another_font_is_taken_for_what_the_first_lacks(monkeypatch):
    has = {"DejaVu Sans": {97}, "Noto Sans CJK SC": {0x8D75}, "Unifont": {97}}
    monkeypatch.setattr("ledger.render.picture._letters_of", lambda family: frozenset(has.get(family, ())))
    assert families_for(["a"]) == (["DejaVu Sans"], frozenset())
    assert families_for(["a赵x"]) == (["DejaVu Sans", "Noto Sans CJK SC"], frozenset("x"))


def test_a_formula_in_a_name_stays_text():
    assert "$x_1$ & <Co>, n 198" in texts(picture(calibration("$x_1$ & <Co>"), SVG))


def test_a_name_is_cut_before_its_n_is():
    read = texts(picture(trend(8, LONG), SVG))
    assert any(text.startswith("An analyst") and text.endswith("…, n 47") for text in read)


@pytest.mark.parametrize("name", ["x.jpg", "x", "x.png.txt", ".svg"])
def test_another_kind_of_picture_is_refused(name, tmp_path):
    with pytest.raises(UnknownPicture) as caught:
        save(DRAWABLE["one curve"], tmp_path / name)
    assert ".png or .svg" in str(caught.value)
    assert not list(tmp_path.glob("*x*"))


def test_the_end_of_a_name_may_be_in_capitals(tmp_path):
    save(EMPTY["no curve"], tmp_path / "X.PNG")
    assert (tmp_path / "X.PNG").read_bytes().startswith(b"\x89PNG")


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "taken.png").mkdir()
    (tmp_path / "file").write_text("")
    for place in ("gone/x.png", "taken.png", "file/x.png", "n\0.png"):
        with pytest.raises(PictureNotWritten, match="cannot be written: "):
            save(EMPTY["no curve"], tmp_path / place)
    assert not list(tmp_path.glob(".making*"))


def test_a_picture_is_there_whole_or_as_it_was(tmp_path, monkeypatch):
    place = tmp_path / "x.svg"
    place.write_text("old")

    def full(self, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(PictureNotWritten, match="No space left"):
            save(EMPTY["no curve"], place)
    assert place.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir() if found.name != "home"] == ["x.svg"]
    save(EMPTY["no curve"], place)
    assert place.read_text().startswith("<?xml")


def test_without_matplotlib_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PlottingNotInstalled) as caught:
        save(DRAWABLE["one curve"], tmp_path / "x.png")
    assert isinstance(caught.value, InputError)
    assert caught.value.hint == 'pip install "claim-ledger[plot]"'
    assert not (tmp_path / "x.png").exists()


def test_nothing_of_the_program_around_is_changed():
    before, level = dict(matplotlib.rcParams), logging.getLogger("matplotlib").level
    matplotlib.rcParams["text.parse_math"] = True
    picture(DRAWABLE["one point"], SVG)
    assert dict(matplotlib.rcParams) == before
    assert logging.getLogger("matplotlib").level == level


def test_what_a_user_has_set_for_his_own_pictures_does_not_change_ours():
    before = picture(DRAWABLE["one point"], SVG)
    with matplotlib.rc_context({"axes.facecolor": "red", "font.size": 30, "svg.fonttype": "path"}):
        assert picture(DRAWABLE["one point"], SVG) == before


def test_matplotlib_is_loaded_only_for_a_picture_and_pyplot_never():
    program = (
        "import sys; import ledger.render.picture as p; from ledger.render.chart import CalibrationChart as C\n"
        "assert 'matplotlib' not in sys.modules\n"
        "p.picture(C(()), p.KINDS['.svg'])\n"
        "print('matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True False\n", "")


def test_a_chart_that_nobody_draws_is_a_fault_of_the_program():
    class Unknown(Chart):
        drawable = True

    with pytest.raises(TypeError, match="Unknown"):
        picture(Unknown(), SVG)
