# Cells that look like formulas, markup and scripts are shown as typed; a
# form without a title gets one on its page.
build --format=html --templates tests/fixtures/forms -o {out} tests/fixtures/forms/sources/kohyo.yaml
file: r01/tousho/kohyo.html
