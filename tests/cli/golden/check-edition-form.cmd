check templates/edition
