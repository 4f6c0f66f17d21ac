--lang=en check tests/fixtures/missing-glyph.yaml
exit: 1
