dump --book sources/r02
