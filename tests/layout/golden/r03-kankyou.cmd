dump tests/fixtures/r03/kankyou.yaml
