"""Adopted decisions and frozen reviews: the database refuses to change them."""

from django.db import migrations

from arbeidspact.steering.frozen_rows import freeze

ADOPTED = freeze(
    "steering_decisionversion",
    (
        "decision_id",
        "version",
        "body",
        "body_nl",
        "body_en",
        "taken_on",
        "title_nl",
        "title_en",
        "text",
        "motivation",
        "minority",
        "about",
        "correction",
        "adopted_at",
    ),
    when="OLD.adopted_at IS NOT NULL",
)
FROZEN = freeze("steering_frozenreview", ("review_id", "frozen_at", "document", "sha256"))
SIGNED = freeze("steering_signoff", ("review_id", "organisation_id", "kind", "note", "sha256", "at"))


class Migration(migrations.Migration):
    dependencies = [("steering", "0002_decisions_and_reviews")]

    operations = [migrations.RunPython(one.install, one.remove) for one in (ADOPTED, FROZEN, SIGNED)]
