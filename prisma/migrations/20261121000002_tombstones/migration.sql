-- CreateTable
CREATE TABLE "tombstone" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "rawHash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "reason" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "tombstone_name_contentHash_idx" ON "tombstone"("name", "contentHash");

-- CreateIndex
CREATE INDEX "tombstone_rawHash_idx" ON "tombstone"("rawHash");

-- CreateIndex
CREATE UNIQUE INDEX "tombstone_list_name_contentHash_key" ON "tombstone"("list", "name", "contentHash");
