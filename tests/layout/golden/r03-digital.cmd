dump tests/fixtures/r03/digital.yaml
