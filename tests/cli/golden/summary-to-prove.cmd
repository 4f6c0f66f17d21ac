--lang=en build --summary --format=pdf,html sources/r02 -o {out}
then: {chosho} prove --summary sources/r02 -o {out}
