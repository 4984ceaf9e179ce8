import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

SUREST_FIRST = ("final", "provisional", "contested")
AT_ONCE = 2000


def put_in_series(apps, _schema_editor):
    """Every figure keeps its words; of several for one period, the one that counts is marked."""
    observations = apps.get_model("monitor", "Observation")
    series_of, source_of, stands_for, last_of, counts = {}, {}, {}, {}, {}
    rows = []
    for row in observations.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        rows.append(row)
        if len(rows) == AT_ONCE:
            _move(apps, rows, series_of, source_of, stands_for, last_of, counts)
            rows = []
    _move(apps, rows, series_of, source_of, stands_for, last_of, counts)
    standing = [pk for _rank, pk in stands_for.values()]
    for start in range(0, len(standing), 500):
        observations.objects.filter(pk__in=standing[start : start + 500]).update(stands=True)
    for key, series in series_of.items():
        series.figures, series.newest = counts[key], last_of[key]
    apps.get_model("monitor", "Series").objects.bulk_update(series_of.values(), ["figures", "newest"], batch_size=500)


def _move(apps, rows, series_of, source_of, stands_for, last_of, counts):
    series, sources, remarks = (apps.get_model("monitor", name) for name in ("Series", "FigureSource", "Remark"))
    for row in rows:
        key = (row.indicator_id, row.area)
        if key not in series_of:
            series_of[key] = series.objects.create(indicator_id=row.indicator_id, area=row.area)
        place = (row.source, row.source_url)
        if place not in source_of:
            source_of[place] = sources.objects.create(name=row.source, url=row.source_url)
        row.series, row.origin = series_of[key], source_of[place]
        if row.printed_as or row.flag_nl or row.flag_en:
            row.remark = remarks.objects.create(printed_as=row.printed_as, flag_nl=row.flag_nl, flag_en=row.flag_en)
        vintage = row.vintage.toordinal() if row.vintage else 0
        rank = (vintage, -SUREST_FIRST.index(row.status), -row.pk)
        period = (key, row.period_start, row.period_end)
        stands_for[period] = max(stands_for.get(period, (rank, row.pk)), (rank, row.pk))
        last_of[key] = max(last_of.get(key, row.period_end), row.period_end)
        counts[key] = counts.get(key, 0) + 1
    apps.get_model("monitor", "Observation").objects.bulk_update(rows, ["series", "origin", "remark"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="source")),
                ("url", models.CharField(blank=True, max_length=500, verbose_name="address of the source")),
            ],
            options={
                "verbose_name": "source of figures",
                "verbose_name_plural": "sources of figures",
                "ordering": ["name", "url"],
                "constraints": [models.UniqueConstraint(fields=("name", "url"), name="figure_source_once")],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("printed_as", models.CharField(blank=True, max_length=200, verbose_name="as printed")),
                ("flag_nl", models.TextField(blank=True, verbose_name="remark in Dutch")),
                ("flag_en", models.TextField(blank=True, verbose_name="remark in English")),
            ],
            options={
                "verbose_name": "remark on a figure",
                "verbose_name_plural": "remarks on figures",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="series",
                        to="monitor.indicator",
                    ),
                ),
                ("area", models.CharField(db_index=True, max_length=60, verbose_name="area")),
                ("breakdown", models.CharField(blank=True, max_length=120, verbose_name="broken down by")),
                ("figures", models.PositiveIntegerField(default=0, verbose_name="number of figures")),
                ("newest", models.DateField(blank=True, null=True, verbose_name="last day of the newest period")),
            ],
            options={
                "verbose_name": "series of figures",
                "verbose_name_plural": "series of figures",
                "ordering": ["indicator", "area", "breakdown"],
                "constraints": [models.UniqueConstraint(fields=("indicator", "breakdown", "area"), name="series_once")],
            },
        ),
        migrations.AlterModelOptions(
            name="observation",
            options={
                "ordering": ["id"],
                "verbose_name": "observation",
                "verbose_name_plural": "observations",
            },
        ),
        migrations.RemoveConstraint(model_name="observation", name="observation_once"),
        migrations.AddField(
            model_name="observation",
            name="series",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="observations",
                to="monitor.series",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="origin",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="monitor.figuresource",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="remark",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="observation",
                to="monitor.remark",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="stands",
            field=models.BooleanField(default=False, verbose_name="is the figure that counts"),
        ),
        migrations.RunPython(put_in_series, migrations.RunPython.noop),
        *(
            migrations.RemoveField(model_name="observation", name=name)
            for name in ("indicator", "period", "area", "source", "source_url", "printed_as", "flag_nl", "flag_en")
        ),
        migrations.AlterField(model_name="observation", name="period_start", field=models.DateField()),
        migrations.AlterField(model_name="observation", name="period_end", field=models.DateField()),
        migrations.AlterField(
            model_name="observation",
            name="series",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="observations",
                to="monitor.series",
            ),
        ),
        migrations.AlterField(
            model_name="observation",
            name="origin",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="monitor.figuresource",
            ),
        ),
        migrations.AlterModelOptions(
            name="observation",
            options={
                "ordering": ["series", "period_start", "period_end", "vintage", "id"],
                "verbose_name": "observation",
                "verbose_name_plural": "observations",
            },
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.UniqueConstraint(
                fields=("series", "period_start", "period_end", "origin", "vintage"),
                name="observation_once",
                nulls_distinct=False,
                violation_error_message="This figure of this source and this moment is already there.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.UniqueConstraint(
                condition=Q(stands=True),
                fields=("series", "period_start", "period_end"),
                name="one_observation_stands",
                violation_error_message="Another figure counts for this period already.",
            ),
        ),
    ]
