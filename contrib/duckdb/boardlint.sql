-- What `boardlint check --format jsonl` and `--format csv` write, as tables of DuckDB. The columns and their types are the same
-- for one board, for thousands, and for a run that found nothing.
--
--   .read boardlint.sql
--   SELECT rule, count(*) FROM boardlint_findings('runs/*.jsonl') GROUP BY rule ORDER BY 2 DESC;
--
-- A path may hold `*` and `**`, and files may be compressed (`.jsonl.gz`). `facts` is JSON: `facts->>'committed'`.

CREATE OR REPLACE MACRO boardlint_lines(source_path) AS TABLE
SELECT * FROM read_json(source_path, format = 'newline_delimited', filename = true, maximum_object_size = 67108864, columns = {
-- The keys of lines of any type. Written by contrib/records out of schemas/findings.json.
    'type': 'VARCHAR',
    'rule': 'VARCHAR',
    'level': 'VARCHAR',
    'confidence': 'VARCHAR',
    'message': 'VARCHAR',
    'board': 'VARCHAR',
    'board_id': 'VARCHAR',
    'item': 'VARCHAR',
    'title': 'VARCHAR',
    'url': 'VARCHAR',
    'actor': 'STRUCT("id" VARCHAR, "name" VARCHAR, "roles" VARCHAR[])',
    'at': 'TIMESTAMPTZ',
    'sprint': 'VARCHAR',
    'location': 'STRUCT("path" VARCHAR, "line" BIGINT, "column" BIGINT, "offset" BIGINT, "length" BIGINT, "pointer" VARCHAR)',
    'related': 'STRUCT("item" VARCHAR, "at" TIMESTAMPTZ, "message" VARCHAR, "location" STRUCT("path" VARCHAR, "line" BIGINT, "column" BIGINT, "offset" BIGINT, "length" BIGINT, "pointer" VARCHAR))[]',
    'count': 'BIGINT',
    'facts': 'JSON',
    'fingerprint': 'VARCHAR',
    'missing': 'VARCHAR',
    'partial': 'BOOLEAN',
    'hint': 'VARCHAR',
    'path': 'VARCHAR',
    'schema': 'VARCHAR',
    'version': 'VARCHAR',
    'time': 'TIMESTAMPTZ',
    'boards': 'STRUCT("id" VARCHAR, "name" VARCHAR, "path" VARCHAR)[]',
    'files': 'BIGINT',
    'items': 'BIGINT',
    'changes': 'BIGINT',
    'people': 'BIGINT',
    'sprints': 'BIGINT',
    'rules': 'BIGINT',
    'errors': 'BIGINT',
    'warnings': 'BIGINT',
    'infos': 'BIGINT',
    'inconclusive': 'BIGINT',
    'ignored': 'BIGINT',
    'baselined': 'BIGINT',
    'judged': 'BIGINT',
    'since': 'TIMESTAMPTZ',
    'until': 'TIMESTAMPTZ'
-- End of what contrib/records writes.
});

-- One finding a row.
CREATE OR REPLACE MACRO boardlint_findings(source_path) AS TABLE
SELECT rule, level, confidence, message, board, board_id, item, title, url, actor, "at", sprint, location, related, "count",
    facts, fingerprint, filename
FROM boardlint_lines(source_path) WHERE type = 'finding';

-- What could not be judged: one rule of one board a row.
CREATE OR REPLACE MACRO boardlint_inconclusive(source_path) AS TABLE
SELECT rule, missing, partial, message, hint, board, board_id, filename
FROM boardlint_lines(source_path) WHERE type = 'inconclusive';

-- One board a row, with what was found and judged on it.
CREATE OR REPLACE MACRO boardlint_boards(source_path) AS TABLE
SELECT board, board_id, path, items, changes, people, sprints, rules, judged, errors, warnings, infos, inconclusive, ignored,
    baselined, since, until, filename
FROM boardlint_lines(source_path) WHERE type = 'board';

-- One run a row.
CREATE OR REPLACE MACRO boardlint_runs(source_path) AS TABLE
SELECT schema, version, "time", boards, filename FROM boardlint_lines(source_path) WHERE type = 'run';

-- One finding a row, from `--format csv`.
CREATE OR REPLACE MACRO boardlint_csv(source_path) AS TABLE
SELECT * FROM read_csv(source_path, header = true, delim = ',', quote = '"', escape = '"', filename = true, columns = {
-- The columns of a table of findings. Written by contrib/records out of schemas/findings.json.
    'rule': 'VARCHAR',
    'level': 'VARCHAR',
    'confidence': 'VARCHAR',
    'message': 'VARCHAR',
    'board': 'VARCHAR',
    'board_id': 'VARCHAR',
    'item': 'VARCHAR',
    'title': 'VARCHAR',
    'url': 'VARCHAR',
    'actor_id': 'VARCHAR',
    'actor_name': 'VARCHAR',
    'actor_roles': 'VARCHAR',
    'at': 'TIMESTAMPTZ',
    'sprint': 'VARCHAR',
    'path': 'VARCHAR',
    'line': 'BIGINT',
    'column': 'BIGINT',
    'offset': 'BIGINT',
    'length': 'BIGINT',
    'pointer': 'VARCHAR',
    'related': 'BIGINT',
    'count': 'BIGINT',
    'facts': 'JSON',
    'fingerprint': 'VARCHAR'
-- End of what contrib/records writes.
});
