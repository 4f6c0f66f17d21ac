# A form of section rows, spans and numbers.
build --format=html --templates tests/fixtures/forms -o {out} tests/fixtures/forms/sources/kankyo.yaml
file: r05/ichiran/kankyo.html
