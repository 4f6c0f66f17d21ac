# Three levels of records, numbers with separators and decimals.
--lang=en build --format=csv --templates tests/fixtures/forms -o {out} tests/fixtures/forms/sources/kankyo.yaml
file: r05/ichiran/kankyo.items.csv
