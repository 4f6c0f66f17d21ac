# Readings.
--lang=en build --format=csv,json --templates tests/fixtures/forms -o {out} tests/fixtures/forms/sources/yomi.yaml
file: hyo/yomi.items.csv
file: hyo/yomi.entries.csv
file: hyo/yomi.json
