"""The charts that both media are tried on: ordinary ones, thin ones, empty ones, and ones with hostile names."""

from ledger.render.chart import (
    Bounded,
    CalibrationChart,
    CompareChart,
    Curve,
    CurvePoint,
    Lead,
    Period,
    TrendChart,
)

LONG = "An analyst whose name goes on for longer than any line of any terminal that he is read on"
CHINESE = "赵伟 首席经济学家"


def curve(analyst="Zhao", n=198.0, *, banded=True):
    steps = [i / 10 for i in range(11)]
    shares = [0.0, 0.2, 0.2, 0.2, 0.4, 0.4, 0.4, 0.7, 0.7, 1.0, 1.0]
    points = tuple(CurvePoint(x, y, 18) for x, y in zip(steps, shares, strict=True))
    band = tuple(Bounded(x, x - 0.4 * x * (1 - x), x + 0.4 * x * (1 - x)) for x in steps) if banded else ()
    return Curve(analyst, n, points, band, (3, 0, 9, 14, 2, 0, 30, 41, 60, 39))


def calibration(*analysts, **parts):
    return CalibrationChart(tuple(curve(name) for name in analysts or ("Zhao",)), **parts)


def trend(quarters=8, analyst="Zhao", scale=1, **parts):
    periods = [
        Period(f"{2018 + i // 4}-Q{i % 4 + 1}", (i + 3) * scale, 0.2 + i % 3 / 20, 0.1, 0.4, 0.2, 0.15, 0.3)
        if i != 2
        else Period("2018-Q3")
        for i in range(quarters)
    ]
    return TrendChart(analyst, periods, **parts)


def compare(shared=34, first="Zhao", second="Li", **parts):
    leads = [Lead(n, 0.2 / n - 0.03, -0.03 - 0.6 / n, 0.6 / n) for n in range(1, shared + 1)]
    return CompareChart(first, second, leads, **parts)


DRAWABLE = {
    "one curve": calibration(title="Calibration", notes=("MCB 0.018 (p 0.12).",)),
    "three curves": calibration("Zhao", LONG, CHINESE, title="Calibration of three"),
    "no band": CalibrationChart((curve(banded=False),)),
    "one point": CalibrationChart((Curve("Zhao", 1, (CurvePoint(0.7, 1.0),)),)),
    "a curve without points": CalibrationChart((curve(), Curve("Li", 0, ()))),
    "eight quarters": trend(title="Trend of Zhao", notes=("All is scored at issue.",)),
    "twenty quarters": trend(20, scale=100),
    "one quarter": trend(1, CHINESE),
    "two hundred periods": TrendChart(LONG, [Period(str(i), i, 0.2) for i in range(200)]),
    "long labels": TrendChart("Zhao", [Period(f"{LONG} {CHINESE}", 4, 0.2), Period("b", 5, 0.3)]),
    "ahead": compare(title="Zhao against Li"),
    "ahead with long names": compare(400, LONG, CHINESE),
    "one shared question": CompareChart("Zhao", "Li", [Lead(1, -0.2)]),
}
EMPTY = {
    "no curve": CalibrationChart((), title="Calibration"),
    "no point": CalibrationChart((Curve("Zhao", 3, (CurvePoint(0.5, None), CurvePoint(0.6, float("nan")))),)),
    "no period": TrendChart("Zhao", ()),
    "no score": TrendChart("Zhao", [Period("2024-Q1"), Period("2024-Q2", 0)]),
    "nothing shared": CompareChart("Zhao", "Li", ()),
}
