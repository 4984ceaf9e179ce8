"""Lists as files that a spreadsheet opens without harm."""

import csv
from collections.abc import Iterable, Sequence
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse

from arbeidspact.exchange.workbook import Sheet, workbook_of
from arbeidspact.organisations.spreadsheets import safe_cell

BYTE_ORDER_MARK = "\ufeff"


class _Line:
    """Takes what the csv writer writes and hands it back."""

    def write(self, value: str) -> str:
        return value


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(filename: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """A workbook. Arguments: `filename`, without anything about a person; `sheets`, in their order."""
    response = HttpResponse(workbook_of(sheets), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def csv_response(filename: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A CSV file, UTF-8 with a mark that spreadsheets know it by, one row at a time.

    Arguments: `filename`, without anything about a person; `header`, the names of the columns.
    """
    writer = csv.writer(_Line())
    lines = (writer.writerow([safe_cell(cell) for cell in row]) for row in chain([header], rows))
    response = StreamingHttpResponse(chain([BYTE_ORDER_MARK], lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
