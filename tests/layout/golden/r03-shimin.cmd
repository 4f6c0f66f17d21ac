dump tests/fixtures/r03/shimin.yaml
