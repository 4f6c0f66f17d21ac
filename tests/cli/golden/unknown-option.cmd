--lang=en check --stages x
exit: 2
