-- CreateTable
CREATE TABLE "list" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "isSample" BOOLEAN NOT NULL,
    "messages" INTEGER NOT NULL,
    "threads" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "person" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "raw" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "hash" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "rawId" INTEGER NOT NULL,
    "listId" INTEGER NOT NULL,
    "messageId" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "envelopeAt" BIGINT,
    CONSTRAINT "delivery_rawId_fkey" FOREIGN KEY ("rawId") REFERENCES "raw" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "delivery_listId_fkey" FOREIGN KEY ("listId") REFERENCES "list" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "delivery_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "message" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "message" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "variant" INTEGER NOT NULL,
    "contentHash" TEXT NOT NULL,
    "textHash" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subjectInfo" TEXT NOT NULL,
    "bareSubject" TEXT NOT NULL,
    "authorId" INTEGER NOT NULL,
    "fromId" INTEGER NOT NULL,
    "atSeconds" BIGINT NOT NULL,
    "sentAt" BIGINT,
    "zoneMinutes" INTEGER,
    "receivedAt" BIGINT,
    "inReplyTo" TEXT NOT NULL,
    "references" TEXT NOT NULL,
    "recipients" TEXT NOT NULL,
    "otherIds" TEXT NOT NULL,
    "listIds" TEXT NOT NULL,
    "files" TEXT NOT NULL,
    "hasDiff" BOOLEAN NOT NULL,
    "acks" INTEGER NOT NULL,
    "naks" INTEGER NOT NULL,
    "pipelineVersion" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "message_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "message_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "alias" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "messageId" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "attachment" (
    "messageId" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "fileName" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "text" TEXT,

    PRIMARY KEY ("messageId", "part"),
    CONSTRAINT "attachment_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "message" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "trailer" (
    "messageId" INTEGER NOT NULL,
    "pos" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "personId" INTEGER,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,

    PRIMARY KEY ("messageId", "pos"),
    CONSTRAINT "trailer_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "message" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "trailer_personId_fkey" FOREIGN KEY ("personId") REFERENCES "person" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "mention" (
    "messageId" INTEGER NOT NULL,
    "pos" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "zone" TEXT NOT NULL,
    "isQuoted" BOOLEAN NOT NULL,
    "isFirst" BOOLEAN NOT NULL,
    "negated" BOOLEAN NOT NULL,
    "by" TEXT NOT NULL,
    "atSeconds" BIGINT NOT NULL,

    PRIMARY KEY ("messageId", "pos"),
    CONSTRAINT "mention_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "message" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "annotation" (
    "messageId" INTEGER NOT NULL,
    "pos" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "sure" TEXT NOT NULL,
    "data" TEXT NOT NULL,

    PRIMARY KEY ("messageId", "pos"),
    CONSTRAINT "annotation_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "message" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "problem" (
    "messageId" INTEGER NOT NULL,
    "pos" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "detail" TEXT,

    PRIMARY KEY ("messageId", "pos"),
    CONSTRAINT "problem_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "message" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "thread" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "rootName" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "authorId" INTEGER,
    "firstAt" BIGINT NOT NULL,
    "lastAt" BIGINT NOT NULL,
    "messages" INTEGER NOT NULL,
    "ghosts" INTEGER NOT NULL,
    "participants" INTEGER NOT NULL,
    "acks" INTEGER NOT NULL,
    "naks" INTEGER NOT NULL,
    "hasPatch" BOOLEAN NOT NULL,
    "isSample" BOOLEAN NOT NULL,
    "lists" TEXT NOT NULL,
    "mechanisms" TEXT NOT NULL,
    "gfp" TEXT NOT NULL,
    "scenarios" TEXT NOT NULL,
    "problems" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "thread_node" (
    "threadId" INTEGER NOT NULL,
    "pos" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "parentPos" INTEGER,
    "parentName" TEXT,
    "depth" INTEGER NOT NULL,
    "sure" TEXT,
    "reason" TEXT,
    "messageId" INTEGER,

    PRIMARY KEY ("threadId", "pos"),
    CONSTRAINT "thread_node_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "thread" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "thread_node_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "message" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "thread_place" (
    "listId" INTEGER NOT NULL,
    "threadId" INTEGER NOT NULL,
    "lastAt" BIGINT NOT NULL,
    "rootName" TEXT NOT NULL,

    PRIMARY KEY ("threadId", "listId"),
    CONSTRAINT "thread_place_listId_fkey" FOREIGN KEY ("listId") REFERENCES "list" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "thread_place_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "thread" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "series" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "version" REAL NOT NULL,
    "isRfc" BOOLEAN NOT NULL,
    "isResend" BOOLEAN NOT NULL,
    "authorName" TEXT NOT NULL,
    "authorAddress" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "coverName" TEXT,
    "chain" TEXT NOT NULL,
    "sure" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "atSeconds" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "series_part" (
    "seriesId" INTEGER NOT NULL,
    "pos" INTEGER NOT NULL,
    "part" REAL NOT NULL,
    "title" TEXT NOT NULL,
    "messageName" TEXT,
    "ghostName" TEXT,

    PRIMARY KEY ("seriesId", "pos"),
    CONSTRAINT "series_part_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "series" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "scenario_link" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "messageName" TEXT NOT NULL,
    "scenario" TEXT NOT NULL,
    "variant" TEXT,
    "debate" TEXT,
    "kind" TEXT NOT NULL,
    "sure" TEXT NOT NULL,
    "reason" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "quarantine" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "hash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "search_state" (
    "messageId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "revision" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "meta" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "list_slug_key" ON "list"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "person_address_name_key" ON "person"("address", "name");

-- CreateIndex
CREATE UNIQUE INDEX "raw_hash_key" ON "raw"("hash");

-- CreateIndex
CREATE INDEX "delivery_messageId_listId_idx" ON "delivery"("messageId", "listId");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_rawId_listId_key" ON "delivery"("rawId", "listId");

-- CreateIndex
CREATE INDEX "message_atSeconds_idx" ON "message"("atSeconds");

-- CreateIndex
CREATE INDEX "message_bareSubject_idx" ON "message"("bareSubject");

-- CreateIndex
CREATE INDEX "message_form_idx" ON "message"("form");

-- CreateIndex
CREATE UNIQUE INDEX "message_name_contentHash_key" ON "message"("name", "contentHash");

-- CreateIndex
CREATE UNIQUE INDEX "message_name_variant_key" ON "message"("name", "variant");

-- CreateIndex
CREATE INDEX "mention_subject_key_isFirst_isQuoted_atSeconds_idx" ON "mention"("subject", "key", "isFirst", "isQuoted", "atSeconds");

-- CreateIndex
CREATE INDEX "annotation_type_value_idx" ON "annotation"("type", "value");

-- CreateIndex
CREATE INDEX "problem_code_idx" ON "problem"("code");

-- CreateIndex
CREATE UNIQUE INDEX "thread_rootName_key" ON "thread"("rootName");

-- CreateIndex
CREATE INDEX "thread_lastAt_rootName_idx" ON "thread"("lastAt", "rootName");

-- CreateIndex
CREATE UNIQUE INDEX "thread_node_name_key" ON "thread_node"("name");

-- CreateIndex
CREATE INDEX "thread_node_parentName_idx" ON "thread_node"("parentName");

-- CreateIndex
CREATE INDEX "thread_node_messageId_idx" ON "thread_node"("messageId");

-- CreateIndex
CREATE INDEX "thread_place_listId_lastAt_rootName_idx" ON "thread_place"("listId", "lastAt", "rootName");

-- CreateIndex
CREATE UNIQUE INDEX "series_key_key" ON "series"("key");

-- CreateIndex
CREATE INDEX "series_chain_idx" ON "series"("chain");

-- CreateIndex
CREATE INDEX "series_coverName_idx" ON "series"("coverName");

-- CreateIndex
CREATE INDEX "series_part_messageName_idx" ON "series_part"("messageName");

-- CreateIndex
CREATE INDEX "scenario_link_messageName_idx" ON "scenario_link"("messageName");

-- CreateIndex
CREATE INDEX "scenario_link_scenario_idx" ON "scenario_link"("scenario");

-- CreateIndex
CREATE UNIQUE INDEX "quarantine_hash_source_position_key" ON "quarantine"("hash", "source", "position");

-- CreateIndex
CREATE INDEX "search_state_revision_messageId_idx" ON "search_state"("revision", "messageId");
