# A format that was asked for must be there.
--lang=ja prove --format=csv -o out/none sources/r02/seisaku-kikaku.yaml
exit: 1
