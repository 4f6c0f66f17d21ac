# What a reader of the tags says, in its order.
build -o {out} sources/r02/shimin-machizukuri.yaml
then: pdfinfo -struct-text {out}/r02/chukan/shimin-machizukuri.pdf
