"""Small charts of one's own diary, drawn as SVG in the page's colours; the numbers stand in a table beside them."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from interactions.queries.mirror import Row
from interactions.queries.moods import MoodCurve

register = template.Library()

WIDTH = 340  # of the drawing, in its own units; it grows with the page
_ROW, _LEFT, _RIGHT = 34, 104, 324
_TOP, _BOTTOM, _FROM, _TO = 12, 138, 38, 328


@register.inclusion_tag("interactions/chart_awkward.html")
def awkward_chart(rows: Sequence[Row]) -> dict[str, Any]:
    """Expected and felt awkwardness, one line a moment, oldest first; moments without both are left out."""
    scale = (_RIGHT - _LEFT) / 10
    both = [row for row in reversed(rows) if row.predicted_awkward is not None and row.awkward is not None]
    lines = [
        {
            "row": row,
            "y": 46 + number * _ROW,
            "text_y": 51 + number * _ROW,
            "icon_y": 34 + number * _ROW,
            "thought": round(_LEFT + scale * (row.predicted_awkward or 0)),
            "felt": round(_LEFT + scale * (row.awkward or 0)),
        }
        for number, row in enumerate(both)
    ]
    return {
        "lines": lines,
        "height": 40 + len(lines) * _ROW,
        "width": WIDTH,
        "ticks": [{"x": round(_LEFT + scale * value), "value": value} for value in (0, 5, 10)],
        "label": _(
            "Hoe ongemakkelijk, gedacht en gevoeld. Minder dan gedacht: %(less)s van de %(count)s keer."
        )
        % {
            "less": sum((row.awkward or 0) < (row.predicted_awkward or 0) for row in both),
            "count": len(both),
        },
    }


@register.inclusion_tag("interactions/chart_mood.html")
def mood_chart(curve: MoodCurve) -> dict[str, Any]:
    """The last answers, oldest first, with the line of one's own average."""
    gaps = max(len(curve.moods) - 1, 1)
    points = [
        {
            "mood": mood,
            "x": round(_FROM + (_TO - _FROM) * number / gaps),
            "y": _height(mood.score),
        }
        for number, mood in enumerate(curve.moods)
    ]
    return {
        "points": points,
        "path": " ".join(f"{point['x']},{point['y']}" for point in points),
        "width": WIDTH,
        "average_y": _height(curve.average) if curve.average else None,
        "ticks": [{"y": _height(value), "text_y": _height(value) + 5, "value": value} for value in (10, 1)],
        "from": _FROM,
        "label": _("Hoe je in je vel zat, de laatste keren"),
    }


def _height(score: float) -> int:
    return round(_BOTTOM - (_BOTTOM - _TOP) * (score - 1) / 9)


@register.filter
def about(value: float) -> dict[str, Any]:
    """A number of people out of ten in words: `count` with `nearly` or `over` where it is not exact."""
    whole = round(value)
    if abs(value - whole) < 0.05:
        return {"count": whole, "nearly": False, "over": False}
    below = int(value)
    nearly = value - below >= 0.5
    return {"count": below + 1 if nearly else below, "nearly": nearly, "over": not nearly}
