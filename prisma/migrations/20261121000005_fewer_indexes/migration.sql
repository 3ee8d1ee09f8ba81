-- Ids come in no order: each such index costs a batch as many pages as it has mails. The unique names of "message" and
-- "thread_node" lead to the same rows.
DROP INDEX "message_name_contentHash_key";
DROP INDEX "thread_node_parentName_idx";
