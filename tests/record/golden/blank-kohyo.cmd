# One of every type of field; by the form's folder.
--lang=en --templates tests/fixtures/forms new kohyo
