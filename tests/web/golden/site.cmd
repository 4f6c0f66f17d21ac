# The pages that lead to the sheets.
build --site --format=csv,json -o {out}/site sources
file: site/index.html
file: site/r02/chukan/index.html
