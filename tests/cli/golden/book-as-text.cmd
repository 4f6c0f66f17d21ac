--lang=en build --book --format=text sources/r02 -o {out}
exit: 2
