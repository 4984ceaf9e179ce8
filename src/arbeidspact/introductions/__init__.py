"""A person is introduced to an employer for a vacancy: what the employer answers, and what comes of it."""
