-- Full text of messages, row ids are message ids. Contentless: the words stand in "message" already.
-- `_` belongs to a word, so __GFP_NOFAIL and mmap_sem are found as written; "parts" holds the pieces of identifiers.
CREATE VIRTUAL TABLE "message_text" USING fts5(
    "subject",
    "author",
    "body",
    "quoted",
    "parts",
    "files",
    content = '',
    contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2 tokenchars '_'"
);
