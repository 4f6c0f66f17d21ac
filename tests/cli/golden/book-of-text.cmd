--lang=en text --book sources/r02
exit: 2
