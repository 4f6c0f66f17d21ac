exit: 2
build --format=fragment --heading-level 7 sources/r02
