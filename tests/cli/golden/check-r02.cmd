check sources/r02
