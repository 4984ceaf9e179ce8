"""The cache of an installation keeps the counters that stop whoever guesses."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from arbeidspact.settings.base import CACHES


@pytest.mark.django_db
def test_many_attempts_by_one_do_not_push_out_the_count_of_another(settings):
    settings.CACHES = CACHES
    call_command("createcachetable", verbosity=0)
    cache.set("a-count", 5, timeout=300)

    for number in range(320):
        cache.set(f"b-count-{number}", 1, timeout=300)

    assert cache.get("a-count") == 5
