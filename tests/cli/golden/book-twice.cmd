--lang=en build --book tests/fixtures/books/small tests/fixtures/books/small/ -o {out}
exit: 1
