# several findings of a kind: three, and where the others are
--lang=ja check tests/check/golden/many.yaml
