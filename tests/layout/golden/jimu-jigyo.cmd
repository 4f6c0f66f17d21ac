# Check boxes that stay with their words.
dump tests/fixtures/jimu-jigyo/idou-toshokan.yaml
