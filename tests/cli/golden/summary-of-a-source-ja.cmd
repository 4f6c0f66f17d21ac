--lang=ja build --summary sources/r02/seisaku-kikaku.yaml -o {out}
exit: 1
