"""What is learned: the plant's machines, its nuggets, their words and films. No web in here.

- `models`     the tables, without a connection: `kiosk.db` binds them
- `catalogue`  find things: by code, by machine, by topic, by word
- `plant`      set up sites, areas, machines, crowds, labels, aliases
- `nuggets`    the life of a nugget: draft, in review, published, withdrawn
- `card`       what a published nugget says, as one plain value that pages can render
- `library`    read and write nuggets as folders; `content/library/` is the starter set
- `text`       safe Markdown
- `storage`    where media files lie
- `media`      probe, repair and make films, pictures and captions: functions on files
"""
