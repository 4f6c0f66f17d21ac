--lang=en check --stage=shunki sources/r02/seisaku-kikaku.yaml
exit: 1
