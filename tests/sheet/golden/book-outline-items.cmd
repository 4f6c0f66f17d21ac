# Contents of three levels.
--templates tests/fixtures/books/plain dump --outline --book tests/fixtures/books/small
