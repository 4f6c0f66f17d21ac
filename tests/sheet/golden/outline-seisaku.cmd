dump --outline sources/r02/seisaku-kikaku.yaml
