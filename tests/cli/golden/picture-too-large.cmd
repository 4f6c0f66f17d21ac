--lang=en build --format=text,png --dpi 1200 --templates tests/fixtures/forms -o {out} tests/fixtures/forms/sources/hitokumi.yaml
exit: 1
