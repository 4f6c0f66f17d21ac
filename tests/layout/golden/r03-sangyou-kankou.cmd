dump tests/fixtures/r03/sangyou-kankou.yaml
