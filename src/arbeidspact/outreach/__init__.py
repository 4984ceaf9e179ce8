"""People met where they are, before there is a file: contacts, places, referrers, programmes and the way into them."""
