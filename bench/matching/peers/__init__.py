"""Other ways of doing the same work. Each prepares itself from a workload and then answers for rows of persons.

All give the best K of the vacancies that no constraint excludes: by score, then by the lower id.
"""
