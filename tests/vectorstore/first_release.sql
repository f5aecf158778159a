CREATE TABLE documents (
	id VARCHAR NOT NULL,
	source VARCHAR NOT NULL,
	generation INTEGER NOT NULL,
	sha256 VARCHAR NOT NULL,
	reader VARCHAR NOT NULL,
	file VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	header TEXT NOT NULL,
	clauses INTEGER NOT NULL,
	pages INTEGER,
	text TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (source)
);
CREATE INDEX ix_documents_generation ON documents (generation);
CREATE INDEX ix_documents_sha256 ON documents (sha256);
CREATE TABLE removals (
	generation INTEGER NOT NULL,
	document_id VARCHAR NOT NULL,
	source VARCHAR NOT NULL,
	PRIMARY KEY (generation)
);
CREATE TABLE meta (
	identity VARCHAR NOT NULL,
	schema INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	PRIMARY KEY (identity)
);
CREATE TABLE clauses (
	document_id VARCHAR NOT NULL,
	ordinal INTEGER NOT NULL,
	item_of INTEGER,
	path VARCHAR NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	label VARCHAR NOT NULL,
	heading TEXT NOT NULL,
	parent VARCHAR,
	page INTEGER,
	PRIMARY KEY (document_id, ordinal),
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE facts (
	document_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	ordinal INTEGER NOT NULL,
	path VARCHAR,
	start INTEGER,
	"end" INTEGER,
	"key" VARCHAR,
	data TEXT NOT NULL,
	PRIMARY KEY (document_id, kind, ordinal),
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX facts_by_key ON facts (kind, "key");
