"""python -m bench.text [--quick] [--json]: job titles, beside the rows that were published."""

from bench.text.titles import main

main()
