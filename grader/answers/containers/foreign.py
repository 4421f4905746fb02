"""XLS and XLSB workbooks, read by calamine in a process that may die and is then replaced."""

import atexit
import json
import os
import selectors
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

from grader.answers.containers import calamine_worker
from grader.answers.containers.bounds import BEYOND, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_TEXT
from grader.answers.record import BLANK, Cell, ContainerError, Kind, Remark, Sheet

BLIND = "in this kind of file an error or a formula never calculated looks like a blank cell; .xlsx tells them apart"
ASK = "save it as .xlsx"


class Worker:
    """A process that reads workbooks one after another."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def read(self, data: bytes) -> dict[str, Any]:
        """What the process says of a workbook; raises `ContainerError` when it dies of it, or takes too long."""
        if self._owner != os.getpid():
            # A fork of the process that started it must not talk into the same pipes.
            self._process, self._owner = None, os.getpid()
        process = self._process = self._process or _started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(len(data).to_bytes(8, "big") + data)
            process.stdin.flush()
            deadline = time.monotonic() + calamine_worker.SECONDS
            length = int.from_bytes(_exactly(process.stdout, 8, deadline), "big")
            said: dict[str, Any] = json.loads(_exactly(process.stdout, length, deadline))
        except (OSError, EOFError, ValueError) as error:
            self.stop()
            raise ContainerError("cannot be read safely: it is damaged or far too large", ASK) from error
        return said

    def stop(self) -> None:
        """End the process; the next workbook gets a new one."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.communicate()


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, str(Path(calamine_worker.__file__)), str(MAX_ROWS), str(MAX_COLUMNS)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _exactly(stream: IO[bytes], size: int, deadline: float) -> bytes:
    """That many bytes of an unbuffered or freshly used pipe, before the deadline."""
    if size > 200_000_000:
        raise ValueError(size)
    pieces = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while len(pieces) < size:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            piece = stream.read1(min(size - len(pieces), 1 << 20))  # type: ignore[attr-defined]
            if not piece:
                raise EOFError
            pieces += piece
    return bytes(pieces)


WORKER = Worker()
atexit.register(WORKER.stop)


def read_foreign(data: bytes) -> list[Sheet]:
    """The worksheets of an XLS or XLSB workbook. Raises `ContainerError` when it cannot be read."""
    said = WORKER.read(data)
    if "error" in said:
        if said["error"] == "password":
            raise ContainerError("is protected by a password", "save it without one")
        raise ContainerError("is damaged: it cannot be opened as a workbook", ASK)
    return [_sheet(found) for found in said["sheets"][:MAX_SHEETS]]


def _sheet(found: dict[str, Any]) -> Sheet:
    rows = [[_cell(*given) if given else BLANK for given in row] for row in found["rows"]]
    sheet = Sheet(found["name"], rows, found["hidden"], merged=[tuple(span) for span in found["merged"]])
    if found["cut"]:
        sheet.remarks.append(Remark(sheet.name, BEYOND))
    if any(rows):
        sheet.remarks.append(Remark(sheet.name, BLIND))
    return sheet


def _cell(kind: str, text: str, value: float | None) -> Cell:
    note = "the spreadsheet shows this as a date" if kind == "date" else ""
    return Cell(Kind(kind), text[:MAX_TEXT], value, note) if text.strip() else BLANK
