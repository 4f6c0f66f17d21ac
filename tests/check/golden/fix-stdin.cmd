exit: 2
--lang=ja check --fix -
