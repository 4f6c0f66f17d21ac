--lang=en build --summary --shard 1/2 sources/r02 -o {out}
exit: 2
