--lang=en build --format=csv,json -o {out} tests/fixtures/editions/name-taken
exit: 1
file: r03/chukan/data.json
