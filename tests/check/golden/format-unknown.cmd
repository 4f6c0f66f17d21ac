exit: 2
--lang=ja check --format=pdf sources/r02
