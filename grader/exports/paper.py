"""How a sheet of a workbook is printed: on A4, all columns on a page, the headings on every one."""

from collections.abc import Sequence

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

_ROWS = (34, 50)
"""Of A4 lengthwise and upright, at full size."""
_WIDTH = 96
"""Digits that stand beside one another on A4 upright, at full size."""
_SMALLEST, _SMALLEST_UPRIGHT = 2 / 3, 3 / 4
"""Of full size, what can be read well; an upright page has more rows, but is not worth smaller letters."""


def set_paper(sheet: Worksheet, widths: Sequence[float], rows: int) -> None:
    """Sets how a sheet with columns of these widths, in digits, and so many rows is printed."""
    upright = sum(widths) * _SMALLEST_UPRIGHT <= _WIDTH
    sheet.page_setup.orientation = "portrait" if upright else "landscape"
    sheet.page_setup.fitToHeight = 1 if rows * _SMALLEST <= _ROWS[upright] else 0  # 0: as many pages as it takes
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&A, page &P of &N"
