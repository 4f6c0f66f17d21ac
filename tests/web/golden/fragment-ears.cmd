# The wave between months has its spoken form, each mark only its word.
build --format=fragment --ears -o {out} tests/fixtures/r03/kankyou.yaml
file: r03/chukan/kankyou.fragment.html
