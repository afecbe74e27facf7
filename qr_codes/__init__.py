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
`stock`      the paper it goes on (`stocks/*.toml`), or a plant's own
`printer`    how far a printer prints beside the mark; `calibration` is the page to measure it on
`sheets`     many labels on stock as one PDF, read back before it is handed out
`marks`      where to cut, and a length to lay a ruler on
`bitmap`     one label as the dots of a label printer; `zpl` many for Zebra
`wall_chart` all labels of an area for the learning room
`wifi`       the poster that lets a phone join the guest wifi
`tags`       the addresses as a list for devices that write NFC tags
`wording`    the fixed words of posters (`wording.toml`); `paragraph` sets them in their place
`raster`     pages of a PDF as pictures, one thread at a time
`checks`     reads the finished file back and compares it module by module

Nothing here knows the web, a database or a file other than its own designs, stocks, words, fonts.
"""
