"""The page about matching everyone is true: its tables are the schema, its examples run."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from arbeidspact import batch
from arbeidspact.batch import MATCHES, PERSONS, VACANCIES, answer_hash, batch_of, batch_of_vacancies
from tests.batch.crowds import crowd
from tests.matching.worlds import VacancyRow, vacancies_of

TEXT = (Path(__file__).parents[2] / "docs" / "how-to" / "match-millions.md").read_text(encoding="utf-8")
TABLES = [
    [line.split("|")[1:4] for line in table.splitlines()[2:]]
    for table in re.findall(r"^\| column \|.*?\n(?=\n)", TEXT, re.DOTALL | re.MULTILINE)
]
BUILD, LOCAL, SPARK = re.findall(r"^```python\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    work = [VacancyRow(id=number, required=frozenset({number % 6, 2}), zone=number % 3) for number in range(12)]
    pq.write_table(pa.Table.from_batches([batch_of_vacancies(vacancies_of(work))]), "vacancies.parquet")
    pq.write_table(pa.Table.from_batches([batch_of(crowd(30))]), "people.parquet")
    return tmp_path


@pytest.mark.parametrize(("table", "schema"), list(zip(TABLES, (PERSONS, VACANCIES, MATCHES), strict=True)))
def test_the_tables_of_columns_are_the_schema(table, schema):
    assert [name.strip(" `") for name, _, _ in table] == schema.names
    for (_, said, _), field in zip(table, schema, strict=True):
        numbers = {str(field.type).replace("[day]", "")} if not pa.types.is_nested(field.type) else set()
        numbers |= set(re.findall(r"(?:int|uint)\d+", str(field.type)))
        assert numbers <= set(re.findall(r"[a-z]+\d*", said))
        assert ("may be empty" in said) is field.nullable


def test_the_examples_for_this_machine_run(files, capsys):
    exec(BUILD + LOCAL, {})

    *shares, result = capsys.readouterr().out.splitlines()
    assert shares[-1] == "100%"
    assert result.startswith("30 ")
    assert pq.read_table(files / "matches").num_rows > 30


@pytest.mark.spark
def test_the_example_for_spark_gives_the_same(files, spark):
    """Java looks for files where it was started, so the names in the example are completed here."""
    in_place = SPARK.replace('"people.parquet"', f'"{files}/people.parquet"').replace('"matches-', f'"{files}/matches-')
    exec(BUILD + LOCAL + in_place, {})

    assert answer_hash(pq.read_table(files / "matches-by-spark")) == batch.result_of(files / "matches").answer_hash
