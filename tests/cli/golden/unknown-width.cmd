--lang=en build --format=png --width 12px -o {out} sources/r02
exit: 2
