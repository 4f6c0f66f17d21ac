# Values that the form has no place for: each field is told once.
--lang=en --templates tests/fixtures/no-place/forms text tests/fixtures/no-place/basho.yaml
exit: 1
