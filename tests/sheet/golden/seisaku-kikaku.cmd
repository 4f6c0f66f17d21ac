text sources/r02/seisaku-kikaku.yaml
