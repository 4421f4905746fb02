"""Charts of a worksheet's own cells, native to the workbook: they follow when a number is edited."""

from collections.abc import Sequence

import pandas as pd
from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, MultiLevelStrRef, StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.title import Title, title_maker
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

_COLOURS = ("7FB0DC", "1F4E79")
"""The first stands behind: light and dark can be told apart without their hues."""
_LIGHT = GraphicalProperties(ln=LineProperties(solidFill="D5DCE3"))
_HEIGHT, _NARROWEST, _WIDEST, _A_ROW = 9.5, 18.0, 38.0, 0.75
"""In centimetres."""
_TITLE_SIZE = 1200
"""In hundredths of a point: a rubric's name and what is drawn stand on one line."""
ROWS = 20
"""How many rows of a sheet a chart takes, with a little room."""


def column_chart(
    sheet: Worksheet, table: pd.DataFrame, rows: range, title: str, names: Sequence[str], seen: int
) -> BarChart:
    """Columns of the table's, by the quantity of each of some `rows` (from 0); it stands at the top of the sheet.

    Where the rows are of several problems, these are named, too. `seen` are so many rows that are not folded away: the
    others have no column.
    """
    chart, first, last = BarChart(), rows.start + 2, rows.stop + 1
    chart.type, chart.title, chart.style = "col", _titled(title), 10
    for name, colour in zip(names, _COLOURS[-len(names) :], strict=True):
        at = list(table.columns).index(name) + 1
        series = Series(Reference(sheet, min_col=at, min_row=first, max_row=last))
        series.tx = SeriesLabel(v=name)
        series.graphicalProperties.solidFill = colour
        chart.series.append(series)
    several = "problem" in table and table["problem"].iloc[rows.start : rows.stop].nunique() > 1
    told = ("problem", "quantity") if several else ("quantity",)
    named = [place for place, name in enumerate(table.columns, 1) if name in told]
    categories = Reference(sheet, min_col=named[0], max_col=named[-1], min_row=first, max_row=last)
    source = {"strRef": StrRef(f=categories)} if len(named) == 1 else {"multiLvlStrRef": MultiLevelStrRef(f=categories)}
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


def _titled(text: str) -> Title:
    title = title_maker(text)
    for paragraph in title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=CharacterProperties(sz=_TITLE_SIZE, b=True))
    return title
