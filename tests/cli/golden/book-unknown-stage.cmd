--lang=en build --book --stage=keikaku sources/r02 -o {out}
exit: 1
