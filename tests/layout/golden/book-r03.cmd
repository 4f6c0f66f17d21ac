dump --book tests/fixtures/r03
