-- Airbyte's tables of Jira as issues that boardlint reads, for DuckDB. Open the database with the tables first, then:
--
--   .read airbyte.sql
--   .read write.sql
--
-- Streams: `issues`, `issue_fields`, `issue_comments`, and `issue_changelogs`, which came with version 4.3 of the connector. Without it
-- leave out the part that names it: the column `changelog` of `issues` holds the newest entries of each issue alone, at most 100, and
-- boardlint says so. JSON columns may be JSON or text.

SET TimeZone = 'UTC';

CREATE OR REPLACE TEMP VIEW boardlint_fields AS SELECT id, name FROM issue_fields;

-- Each entry of a history once, whichever of the two streams has it.
CREATE OR REPLACE TEMP TABLE boardlint_histories AS
WITH told AS (
    SELECT id::VARCHAR AS issue, unnest(from_json(coalesce(changelog ->> '$.histories', '[]'), '["JSON"]')) AS history
    FROM issues
    UNION ALL
    SELECT issueId::VARCHAR, json_object('id', id::VARCHAR, 'author', author::JSON, 'created', created, 'items', items::JSON)
    FROM issue_changelogs
)
SELECT issue, history ->> '$.id' AS id, any_value(history) AS history FROM told GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE boardlint_comments AS
SELECT
    issueId::VARCHAR AS issue,
    to_json(list(json_object('id', id::VARCHAR, 'author', author::JSON, 'created', created) ORDER BY created)) AS comments,
    count(*) AS total
FROM issue_comments GROUP BY ALL;

CREATE OR REPLACE TEMP VIEW boardlint_issues AS
WITH histories AS (
    SELECT issue, to_json(list(history ORDER BY TRY_CAST(id AS UBIGINT))) AS histories, count(*) AS total
    FROM boardlint_histories GROUP BY ALL
)
SELECT
    coalesce(projectKey, fields ->> '$.project.key') AS project,
    id::BIGINT AS id,
    json_object(
        'id', id::VARCHAR, 'key', key, 'self', self,
        'fields', json_merge_patch(fields::JSON, CASE WHEN c.total IS NULL THEN '{}'::JSON ELSE
            json_object('comment', json_object('comments', c.comments, 'total', c.total)) END),
        'changelog', json_object(
            'startAt', 0,
            'total', greatest(coalesce(h.total, 0), coalesce((changelog ->> '$.total')::BIGINT, 0)),
            'histories', coalesce(h.histories, '[]'::JSON))
    ) AS issue
FROM issues
LEFT JOIN histories h ON h.issue = issues.id::VARCHAR
LEFT JOIN boardlint_comments c ON c.issue = issues.id::VARCHAR;
