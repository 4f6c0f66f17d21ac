--lang=en check no-such.yaml
exit: 1
