"""The questions of examples/questions: each is loaded, verified and answered as DuckDB answers it."""

import examples
import pytest


def test_there_are_at_least_fifteen():
    text = "".join(file.read_text() for file in examples.FILES)
    assert text.count("[[question]]") >= 15
    readme = (examples.DIRECTORY / "README.md").read_text()
    assert all(f"[{file.name}]({file.name})" in readme for file in examples.FILES)


@pytest.mark.parametrize("file", examples.FILES, ids=lambda file: file.stem)
def test_an_example_is_answered_as_duckdb_answers_it(earshot, tmp_path, file):
    examples.check(earshot, tmp_path, file)
