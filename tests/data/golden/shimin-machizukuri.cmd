--lang=en build --format=csv -o {out} sources/r02/shimin-machizukuri.yaml
file: r02/chukan/shimin-machizukuri.items.csv
file: r02/chukan/shimin-machizukuri.entries.csv
