# A real sheet, with the files it links to.
build --format=html,csv,json -o {out} sources/r02
file: r02/chukan/seisaku-kikaku.html
