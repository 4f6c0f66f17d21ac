dump tests/fixtures/r03/toshi-kensetsu.yaml
