import pytest

from tests.grading.neuron import RIGHT, RUBRIC, write


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A folder with the rubric, and the right work of two students."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "neuron.toml").write_text(RUBRIC)
    for name in ("ada", "ben"):
        write(tmp_path / "submissions" / "neuron" / f"{name}.csv", RIGHT)
    return tmp_path
