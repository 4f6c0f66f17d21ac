--format=docx build sources/r02 --lang=ja
exit: 2
