--lang=en build --summary --format=pdf,csv sources/r02 -o {out}
exit: 2
