-- CreateTable
CREATE TABLE "patch_id" (
    "messageId" INTEGER NOT NULL,
    "pos" INTEGER NOT NULL,
    "patchId" TEXT NOT NULL,

    PRIMARY KEY ("messageId", "pos"),
    CONSTRAINT "patch_id_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "message" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "series_mark" (
    "seriesId" INTEGER NOT NULL,
    "pos" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "sure" TEXT NOT NULL,

    PRIMARY KEY ("seriesId", "pos"),
    CONSTRAINT "series_mark_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "series" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- RedefineTables: "patch" stands before "text", so that reading it does not lead through that.
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_message" (
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
    "patch" TEXT,
    "hasDiff" BOOLEAN NOT NULL,
    "acks" INTEGER NOT NULL,
    "naks" INTEGER NOT NULL,
    "pipelineVersion" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "message_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "message_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_message" ("id", "name", "variant", "contentHash", "textHash", "form", "subject", "subjectInfo", "bareSubject", "authorId", "fromId", "atSeconds", "sentAt", "zoneMinutes", "receivedAt", "inReplyTo", "references", "recipients", "otherIds", "listIds", "files", "hasDiff", "acks", "naks", "pipelineVersion", "text") SELECT "id", "name", "variant", "contentHash", "textHash", "form", "subject", "subjectInfo", "bareSubject", "authorId", "fromId", "atSeconds", "sentAt", "zoneMinutes", "receivedAt", "inReplyTo", "references", "recipients", "otherIds", "listIds", "files", "hasDiff", "acks", "naks", "pipelineVersion", "text" FROM "message";
DROP TABLE "message";
ALTER TABLE "new_message" RENAME TO "message";
CREATE INDEX "message_atSeconds_idx" ON "message"("atSeconds");
CREATE INDEX "message_bareSubject_idx" ON "message"("bareSubject");
CREATE INDEX "message_form_idx" ON "message"("form");
CREATE UNIQUE INDEX "message_name_contentHash_key" ON "message"("name", "contentHash");
CREATE UNIQUE INDEX "message_name_variant_key" ON "message"("name", "variant");
CREATE TABLE "new_series" (
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
    "atSeconds" BIGINT NOT NULL,
    "extent" TEXT NOT NULL DEFAULT 'whole',
    "replacesKey" TEXT,
    "umbrellaName" TEXT,
    "versionText" TEXT,
    "labels" TEXT
);
INSERT INTO "new_series" ("atSeconds", "authorAddress", "authorName", "chain", "coverName", "id", "isResend", "isRfc", "key", "reason", "sure", "title", "total", "version") SELECT "atSeconds", "authorAddress", "authorName", "chain", "coverName", "id", "isResend", "isRfc", "key", "reason", "sure", "title", "total", "version" FROM "series";
DROP TABLE "series";
ALTER TABLE "new_series" RENAME TO "series";
CREATE UNIQUE INDEX "series_key_key" ON "series"("key");
CREATE INDEX "series_chain_idx" ON "series"("chain");
CREATE INDEX "series_coverName_idx" ON "series"("coverName");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "patch_id_patchId_idx" ON "patch_id"("patchId");

-- CreateIndex
CREATE INDEX "series_mark_kind_value_idx" ON "series_mark"("kind", "value");
