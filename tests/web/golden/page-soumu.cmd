# All four marks, at goals and at items; a source named alone has no index.
build --format=html -o {out} tests/fixtures/r03/soumu.yaml
file: r03/chukan/soumu.html
