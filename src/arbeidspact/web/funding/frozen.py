"""A submitted version as it reads: what was frozen, in words."""

from decimal import Decimal
from typing import Any

from arbeidspact.funding.queries.calls import Application, Call, MoneySource, Submission
from arbeidspact.funding.queries.served import names_served
from arbeidspact.web.funding.words import euro


def frozen_words(submission: Submission, call: Call) -> dict[str, Any]:
    """What a page shows of a submitted version."""
    content = submission.content
    sources = dict(MoneySource.choices)
    return {
        "submission": submission,
        "content": content,
        "lines": [
            {**line, "source": sources[line["source"]], "amount": euro(Decimal(line["amount"]))}
            for line in content["budget"]
        ],
        "asked": euro(submission.asked),
        "sum": euro(submission.total),
        "served": names_served(call.pact, {name: content[name] for name in ("goal", "track", "action", "indicator")}),
    }


def served_words(application: Application) -> list[tuple[Any, str]]:
    """What a draft says that it serves, by name."""
    chosen = {name: getattr(application, name) for name in ("goal", "track", "action", "indicator")}
    return names_served(application.call.pact, chosen)
