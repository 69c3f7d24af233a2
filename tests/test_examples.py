"""The questions of examples/questions: each is loaded, verified and answered as DuckDB answers it."""

import re

import examples
import pytest

ROOT = examples.DIRECTORY.parents[1]


def test_there_are_at_least_fifteen():
    text = "".join(file.read_text() for file in examples.FILES)
    assert text.count("[[question]]") >= 15
    readme = (examples.DIRECTORY / "README.md").read_text()
    assert all(f"[{file.name}]({file.name})" in readme for file in examples.FILES)


def questions_in_docs():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for number, block in enumerate(re.findall(r"^```toml\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)):
            if "[[question]]" in block:
                yield pytest.param(block, id=f"{page.stem}-{number}")


@pytest.mark.parametrize("questions", list(questions_in_docs()))
def test_a_question_in_the_docs_breaks_no_rule(earshot, tmp_path, questions):
    (tmp_path / "q.toml").write_text(questions)
    checked = earshot("model", "check", "--questions", "q.toml").stdout
    assert ": valid, PRIMARY KEY" in checked


@pytest.mark.parametrize("file", examples.FILES, ids=lambda file: file.stem)
def test_an_example_is_answered_as_duckdb_answers_it(earshot, tmp_path, file):
    examples.check(earshot, tmp_path, file)
