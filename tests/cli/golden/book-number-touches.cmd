--lang=en check --book --templates tests/fixtures/books/high tests/fixtures/books/small
exit: 1
