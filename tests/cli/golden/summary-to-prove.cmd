--lang=en prove --summary sources/r02 -o {out}
exit: 2
