"""Downloads made of files, as a folder or as a zip."""

import zipfile

import pytest

from grader.answers.downloads import Download, open_download
from tests.answers.downloads.made import TABLE


@pytest.fixture
def download(tmp_path):
    """Opens a download made of these files, as a folder or as a zip."""

    def make(*names: str, root: str = "hw", archive: bool = False, layout: str = "", **contents: str) -> Download:
        files = {name: contents.get(name.rpartition("/")[2].replace(".", "_"), TABLE) for name in names}
        if archive:
            with zipfile.ZipFile(tmp_path / f"{root}.zip", "w") as written:
                for name, text in files.items():
                    written.writestr(name, text)
            return open_download(tmp_path / f"{root}.zip", layout)
        for name, text in files.items():
            path = tmp_path / root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return open_download(tmp_path / root, layout)

    return make
