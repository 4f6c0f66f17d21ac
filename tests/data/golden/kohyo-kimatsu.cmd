# The same at another stage: its own fields come with it.
--lang=en build --format=csv --stage=kimatsu --templates tests/fixtures/forms -o {out} tests/fixtures/forms/sources/kohyo.yaml
file: r01/kimatsu/kohyo.items.csv
