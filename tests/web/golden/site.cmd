# The pages that lead to the sheets.
build --site -o {out}/site sources
file: site/index.html
file: site/r02/chukan/index.html
