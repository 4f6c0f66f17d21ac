--lang=en build --format=docx x
exit: 2
