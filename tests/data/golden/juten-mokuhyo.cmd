# What explains the data of an edition.
--lang=en build --format=csv,json -o {out} sources/r02
file: r02/chukan/data.html
file: r02/chukan/schema.json
