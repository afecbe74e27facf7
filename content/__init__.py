"""What is learned: the plant's machines, its nuggets, their words and films. No web in here.

The plant and its nuggets:

- `models`, `columns`   the tables, without a connection: `kiosk.db` binds them
- `plant`      set up sites, areas, machines, crowds, labels, aliases, coaches
- `nuggets`    the life of a nugget: draft, in review, published, withdrawn; `checklist` says
  what it still lacks, `release` who may publish it and from which day, `review` whether it is
  still right, `waiting` what waits for whom
- `versions`   begun, copied, restored, thrown away; `changes` says what differs between two
- `instruction` what a sheet to sign says
- `catalogue`  find things: by code, by machine, by topic, by word (`search`); one statement each
- `card`       what a published nugget says, one plain value made by `composition`
- `revision`   the number that grows with every change a worker could see

Folders and files:

- `library`    read and write nuggets as folders; `content/library/` is the starter set
- `library_folder`, `nugget_file`, `text_file`   a folder and its files, each finding on its line
- `draft`      a nugget as one plain value between folder and database
- `storage`, `medium`   where media files lie, and the rows that know them
- `text`       safe Markdown; `limits`: what fits into a row; `errors`: what can go wrong
- `media`      probe, repair and make films, pictures and captions: functions on files
"""
