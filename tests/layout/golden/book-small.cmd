dump --book tests/fixtures/books/small
