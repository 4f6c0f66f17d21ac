--lang=ja bild x
exit: 2
