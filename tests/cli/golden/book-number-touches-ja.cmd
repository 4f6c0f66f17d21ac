--lang=ja --templates tests/fixtures/books/high check --book tests/fixtures/books/small
exit: 1
