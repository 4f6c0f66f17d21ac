dump sources/r02/shimin-machizukuri.yaml
