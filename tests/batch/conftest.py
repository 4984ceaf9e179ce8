"""What the tests of runs start from."""

import os
import sys
import warnings

import pytest

from tests.batch.crowds import Office, an_office


@pytest.fixture
def office(tmp_path) -> Office:
    return an_office(tmp_path)


@pytest.fixture(scope="session")
def spark():
    SparkSession = pytest.importorskip("pyspark.sql", reason="run by make test-spark").SparkSession  # noqa: N806
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .appName("tests of arbeidspact")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "1g")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "7")
        .getOrCreate()
    )
    yield session
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        session.stop()
