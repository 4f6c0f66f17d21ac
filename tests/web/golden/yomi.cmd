# Readings and words of another language.
build --format=fragment --templates tests/fixtures/forms -o {out} tests/fixtures/forms/sources/yomi.yaml
file: hyo/yomi.fragment.html
