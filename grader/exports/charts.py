"""Charts of a worksheet's own cells, native to the workbook: they follow when a number is edited."""

from collections.abc import Sequence

import pandas as pd
from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, MultiLevelStrRef, NumRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

_COLOURS = ("7FB0DC", "1F4E79")
"""The first stands behind: light and dark can be told apart without their hues."""
_CATEGORIES = ("rubric", "problem", "quantity")
"""By which the columns of a chart are told apart; the first two only where there are several."""
_LIGHT = GraphicalProperties(ln=LineProperties(solidFill="D5DCE3"))
_HEIGHT, _NARROWEST, _WIDEST, _A_ROW = 9.5, 18.0, 38.0, 0.75
"""In centimetres."""
ROWS = 20
"""How many rows of a sheet a chart takes, with a little room."""


def column_chart(sheet: Worksheet, table: pd.DataFrame, title: str, names: Sequence[str], seen: int) -> BarChart:
    """Columns of the table's, by the quantity of each row; the table stands at the top of the sheet.

    `seen` are so many rows that are not folded away: the others have no column.
    """
    chart, last = BarChart(), len(table) + 1
    chart.type, chart.title, chart.style = "col", title, 10
    for name, colour in zip(names, _COLOURS[-len(names) :], strict=True):
        at = list(table.columns).index(name) + 1
        series = Series(Reference(sheet, min_col=at, min_row=2, max_row=last))
        series.tx = SeriesLabel(v=name)
        series.graphicalProperties.solidFill = colour
        chart.series.append(series)
    named = [place for place, name in enumerate(table.columns, 1) if name in _CATEGORIES]
    categories = Reference(sheet, min_col=named[0], max_col=named[-1], min_row=2, max_row=last)
    source = {"numRef": NumRef(f=categories)} if len(named) == 1 else {"multiLvlStrRef": MultiLevelStrRef(f=categories)}
    for series in chart.series:
        series.cat = AxDataSource(**source)
    chart.height, chart.width = _HEIGHT, min(max(_A_ROW * seen, _NARROWEST), _WIDEST)
    chart.gapWidth, chart.y_axis.scaling.min = 60, 0
    chart.y_axis.numFmt, chart.y_axis.majorGridlines.spPr = "0", _LIGHT
    chart.x_axis.delete = chart.y_axis.delete = False
    if len(names) == 1:
        chart.legend = None
    else:
        chart.legend.position, chart.y_axis.scaling.max = "b", 100
    return chart
