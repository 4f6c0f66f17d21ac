--lang=en check
exit: 2
