"""What is made behind the pages: uploads land, films are cut, drafts asked for, sheets drawn."""
