# Pictures have no words.
--lang=en prove --format=pdf,png sources/r02
exit: 2
