dump tests/fixtures/r03/kyouiku.yaml
