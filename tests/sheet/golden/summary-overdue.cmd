# Overdue: each way to write a deadline that is over, and no other.
text --summary tests/fixtures/books/kigen
