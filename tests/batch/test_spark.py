"""On Spark the answers are those of a run on this machine, row for row."""

import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from arbeidspact.batch import BadColumn, SparkMissing, answer_hash, batch_of, run_local
from arbeidspact.batch.spark import match_people
from tests.batch.crowds import CROWD, K, an_office, work
from tests.matching.worlds import POLICY, PersonRow, persons_of

on_spark = pytest.mark.spark


def in_order(table: pa.Table) -> list[tuple]:
    return sorted(zip(*(table.column(name).to_pylist() for name in table.schema.names), strict=True))


@on_spark
@pytest.mark.parametrize("partitions", [1, 5])
def test_spark_gives_the_answers_of_a_local_run(spark, office, partitions):
    local = run_local(office.request())
    people = spark.read.parquet(str(office.people_file)).repartition(partitions)

    answers = match_people(people, office.index_file, policy=POLICY, k=K).toArrow()

    assert answers.schema.names == ["person_id", "rank", "vacancy_id", "score"]
    assert in_order(answers) == in_order(office.answers())
    assert answer_hash(answers) == local.answer_hash
    assert local.persons == CROWD


@on_spark
def test_what_spark_writes_is_what_a_local_run_writes(spark, office, tmp_path):
    local = run_local(office.request())
    people = spark.read.parquet(str(office.people_file))

    match_people(people, office.index_file, policy=POLICY, k=K).write.parquet(str(tmp_path / "by spark"))

    assert answer_hash(pq.read_table(tmp_path / "by spark")) == local.answer_hash


@on_spark
def test_the_index_travels_as_a_file(spark, office):
    answers = match_people(spark.read.parquet(str(office.people_file)), office.index_file, policy=POLICY, k=K)
    office.index_file.unlink()

    assert answers.count() > CROWD


@on_spark
def test_an_index_on_a_shared_path_is_read_there(spark, office):
    people = spark.read.parquet(str(office.people_file))
    answers = match_people(people, office.index_file, policy=POLICY, k=K, ship_index=False)

    assert answer_hash(answers.toArrow()) == run_local(office.request()).answer_hash
    office.index_file.unlink()
    with pytest.raises(Exception, match=r"work\.index"):
        match_people(spark.read.parquet(str(office.people_file)), office.index_file, policy=POLICY)


@on_spark
def test_a_new_index_of_the_same_name_is_the_one_that_answers(spark, office):
    people = spark.read.parquet(str(office.people_file))
    before = answer_hash(match_people(people, office.index_file, policy=POLICY, k=K).toArrow())
    work(40, seed=9).save(office.index_file)

    after = answer_hash(match_people(people, office.index_file, policy=POLICY, k=K).toArrow())

    assert after == run_local(office.request()).answer_hash
    assert after != before


@on_spark
def test_who_people_are_never_reaches_the_worker(spark, office):
    people = spark.read.parquet(str(office.people_file))
    named = people.selectExpr("*", "concat('name of ', id) AS name", "'x' AS sex")

    answers = match_people(named, office.index_file, policy=POLICY, k=K)

    assert answer_hash(answers.toArrow()) == answer_hash(
        match_people(people, office.index_file, policy=POLICY, k=K).toArrow()
    )
    plan = answers._jdf.queryExecution().optimizedPlan().toString()
    assert "MapInArrow" in plan
    assert "name of" not in plan


@on_spark
@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        pytest.param("* EXCEPT (zone)", "zone", "missing", id="a column left out"),
        pytest.param("* EXCEPT (zone), cast(zone AS double) AS zone", "zone", "double", id="a column in decimals"),
        pytest.param("* EXCEPT (languages), array(1) AS languages", "languages", "list", id="lists of something else"),
    ],
)
def test_a_column_that_cannot_be_used_is_named_before_spark_starts(spark, office, change, column, said):
    spark.read.parquet(str(office.people_file)).createOrReplaceTempView("people")

    with pytest.raises(BadColumn, match=said) as refusal:
        match_people(spark.sql(f"SELECT {change} FROM people"), office.index_file, policy=POLICY)

    assert refusal.value.column == column


@on_spark
def test_a_row_that_cannot_be_used_stops_spark_with_the_reason(spark, tmp_path):
    office = an_office(tmp_path, persons=persons_of([PersonRow(id=1), PersonRow(id=2, zone=70)]))
    people = spark.read.parquet(str(office.people_file))

    with pytest.raises(Exception, match=r'column "zone", row \d: zone 70 does not exist'):
        match_people(people, office.index_file, policy=POLICY).toArrow()


@on_spark
def test_nobody_has_no_matches(spark, office):
    people = spark.read.parquet(str(office.people_file)).where("false")

    assert match_people(people, office.index_file, policy=POLICY).toArrow().num_rows == 0


def test_without_spark_the_error_says_what_to_install(office, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)

    with pytest.raises(SparkMissing, match=r"pip install 'arbeidspact\[spark\]'"):
        match_people(pa.Table.from_batches([batch_of(office.persons)]), office.index_file, policy=POLICY)
