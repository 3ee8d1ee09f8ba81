-- Raw mail lies in blocks of several mails each. What an archive holds already becomes one block a mail.
CREATE TABLE "raw_block" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "bytes" BLOB NOT NULL
);
INSERT INTO "raw_block" ("id", "bytes") SELECT "id", "bytes" FROM "raw";

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_raw" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "hash" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "blockId" INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    CONSTRAINT "raw_blockId_fkey" FOREIGN KEY ("blockId") REFERENCES "raw_block" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_raw" ("id", "hash", "sizeBytes", "blockId", "start") SELECT "id", "hash", "sizeBytes", "id", 0 FROM "raw";
DROP TABLE "raw";
ALTER TABLE "new_raw" RENAME TO "raw";
CREATE UNIQUE INDEX "raw_hash_key" ON "raw"("hash");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
