--lang=en check tests/fixtures/text
exit: 1
