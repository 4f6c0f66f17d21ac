dump tests/fixtures/r03/soumu.yaml
