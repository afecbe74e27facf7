"""How you get there: codes, symbols, labels and sheets, as pure functions from values to bytes.

`codes`      the six characters on a machine: made, read as typed, spelt
`symbol`     the address of a code as a QR symbol; the symbol in a terminal
`plate`      what one label says, and the fixed words in the reader's language
`logo`       the plant's logo, made harmless
`designs`    what a label looks like (`designs/*.toml`), drawn as shapes in millimetres
`lettering`  text in every script: joined, ordered, wrapped and shrunk until it fits
`shapes`     the drawing model that all painters share
`painters`   the drawing as PDF, SVG and PNG
`labels`     one label as PDF, SVG or PNG, read back before it is handed out
`stock`      the paper it goes on (`stocks/*.toml`)
`sheets`     many labels on stock as one PDF, read back before it is handed out
`checks`     reads the finished file back and compares it module by module

Nothing here knows the web, a database or a file other than its own designs, stocks and fonts.
"""
