dump --outline --summary tests/fixtures/books/small
