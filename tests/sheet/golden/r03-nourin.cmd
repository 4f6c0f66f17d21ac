text tests/fixtures/r03/nourin.yaml
