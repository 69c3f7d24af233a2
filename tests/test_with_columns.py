"""Consolidated files with columns behind the eleven (consolidate --with) are loaded and verified like any other."""

import plays_file


def test_columns_behind_the_eleven_are_passed_over(earshot, tmp_path):
    plain = plays_file.text({"song": "One"}, {"itemInSession": "1", "song": "Two"}).splitlines()
    wider = [row + extra for row, extra in zip(plain, [',"ts","page"', ',"1541110994796","NextSong"', ',"",""'])]
    (tmp_path / "plays.csv").write_text("\r\n".join(wider) + "\r\n", newline="")
    earshot("load", "plays.csv")
    earshot("verify", "plays.csv")
    answer = earshot("ask", "song_at", "session_id=1", "item_in_session=1", "--format", "csv").stdout
    assert answer.splitlines()[1] == "Low Tide,Two,201.5"


def test_a_row_must_have_as_many_fields_as_the_header(earshot, tmp_path):
    rows = plays_file.text({}).splitlines()
    (tmp_path / "plays.csv").write_text(rows[0] + ',"ts"\r\n' + rows[1] + "\r\n", newline="")
    refused = earshot("load", "plays.csv", exit=1)
    assert "plays.csv, line 2: the row has 11 fields instead of 12" in refused.stderr
