--lang=en build --format=csv -o {out} sources/r02
file: r02/chukan/seisaku-kikaku.items.csv
