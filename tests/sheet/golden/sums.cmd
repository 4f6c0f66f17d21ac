# Sums of whole numbers and of decimals, in a table that ends with them.
dump --outline tests/fixtures/jimu-jigyo/idou-toshokan.yaml
