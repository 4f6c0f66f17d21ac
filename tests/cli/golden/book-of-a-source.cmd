--lang=en build --book sources/r02/seisaku-kikaku.yaml -o {out}
exit: 1
