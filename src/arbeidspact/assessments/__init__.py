"""What stands in the way of somebody and what carries them: dated, authored, expiring screenings of the distance."""
