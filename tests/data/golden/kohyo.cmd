# Cells that look like formulas, missing values, two innermost lists.
--lang=en build --format=csv,json --templates tests/fixtures/forms -o {out} tests/fixtures/forms/sources/kohyo.yaml
file: r01/tousho/kohyo.items.csv
file: r01/tousho/kohyo.items-2.csv
file: r01/tousho/kohyo.entries.csv
file: r01/tousho/kohyo.json
