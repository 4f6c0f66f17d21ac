# Every kind of element, with its attributes.
--templates tests/fixtures/forms build -o {out} tests/fixtures/forms/sources/konzai.yaml
then: pdfinfo -struct-text {out}/r05/hyo/konzai.pdf
