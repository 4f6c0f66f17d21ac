# There is no output yet.
--lang=en prove -o {out} sources/r02
exit: 1
