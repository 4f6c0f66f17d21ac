--lang=en build --format=png --dpi 1201 -o {out} sources/r02
exit: 2
