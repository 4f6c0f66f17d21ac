exit: 2
--lang=en build --fix sources/r02
