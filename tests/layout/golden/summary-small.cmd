dump --summary tests/fixtures/books/small
