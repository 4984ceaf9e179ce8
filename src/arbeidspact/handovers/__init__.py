"""Warm handover: from one organisation to another, until they have met and the person confirms."""
