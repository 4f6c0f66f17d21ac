--lang=en
exit: 2
