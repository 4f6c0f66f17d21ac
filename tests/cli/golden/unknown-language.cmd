--lang=fr check x
exit: 2
