build --format=fragment --heading-level 3 -o {out} tests/fixtures/r03/soumu.yaml
file: r03/chukan/soumu.fragment.html
