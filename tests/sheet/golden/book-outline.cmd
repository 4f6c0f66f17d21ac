dump --outline --book tests/fixtures/books/small
