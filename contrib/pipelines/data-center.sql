-- The tables of Jira Data Center's data pipeline, a folder for each project, for DuckDB. boardlint reads the files of the pipeline as
-- they are; this is for those whose files were loaded into a warehouse, or hold many projects. Open the database first, then:
--
--   .read data-center.sql
--
-- Tables: issues, issue_history, issue_fields, users, sprints, with the columns of the export. The pipeline cuts times to the minute and
-- long texts to 2,000 characters, and leaves out comments: what rests on them is not judged.

SET TimeZone = 'UTC';

CREATE OR REPLACE TEMP MACRO boardlint_minute(instant) AS strftime(instant::TIMESTAMP, '%Y-%m-%dT%H:%MZ');

COPY (
    SELECT * REPLACE (boardlint_minute(created_date) AS created_date, boardlint_minute(updated_date) AS updated_date,
        boardlint_minute(resolution_date) AS resolution_date), project_key AS project
    FROM issues ORDER BY id
) TO 'boards' (FORMAT csv, HEADER, PARTITION_BY (project), OVERWRITE_OR_IGNORE, FILENAME_PATTERN 'issues_{i}');

COPY (
    SELECT h.* REPLACE (boardlint_minute(h.created_date) AS created_date), i.project_key AS project
    FROM issue_history h JOIN issues i ON i.id = h.issue_id ORDER BY h.changelog_id
) TO 'boards' (FORMAT csv, HEADER, PARTITION_BY (project), OVERWRITE_OR_IGNORE, FILENAME_PATTERN 'issue_history_{i}');

COPY (
    SELECT f.*, i.project_key AS project FROM issue_fields f JOIN issues i ON i.id = f.issue_id ORDER BY f.issue_id, f.field_id
) TO 'boards' (FORMAT csv, HEADER, PARTITION_BY (project), OVERWRITE_OR_IGNORE, FILENAME_PATTERN 'issue_fields_{i}');

-- People and sprints belong to no project: those that a project's issues name.
COPY (
    WITH met AS (
        SELECT project_key AS project, unnest([creator_id, reporter_id, assignee_id]) AS id FROM issues
        UNION SELECT i.project_key, h.author_id FROM issue_history h JOIN issues i ON i.id = h.issue_id
        UNION SELECT h.project, u.user_id FROM (
            SELECT i.project_key AS project, unnest([h."from", h."to"]) AS user_key
            FROM issue_history h JOIN issues i ON i.id = h.issue_id WHERE h.field IN ('assignee', 'reporter')
        ) h JOIN users u ON u.user_key = h.user_key
    )
    SELECT DISTINCT u.*, m.project FROM users u JOIN met m ON m.id = u.user_id ORDER BY u.user_id
) TO 'boards' (FORMAT csv, HEADER, PARTITION_BY (project), OVERWRITE_OR_IGNORE, FILENAME_PATTERN 'users_{i}');

COPY (
    WITH met AS (
        SELECT DISTINCT i.project_key AS project, trim(unnest(string_split(coalesce(h."from", '') || ',' || coalesce(h."to", ''), ','))) AS id
        FROM issue_history h JOIN issues i ON i.id = h.issue_id WHERE h.field = 'Sprint'
    )
    SELECT s.* REPLACE (boardlint_minute(s.start_date) AS start_date, boardlint_minute(s.end_date) AS end_date,
        boardlint_minute(s.completed_date) AS completed_date), m.project
    FROM sprints s JOIN met m ON m.id = s.id::VARCHAR ORDER BY s.id
) TO 'boards' (FORMAT csv, HEADER, PARTITION_BY (project), OVERWRITE_OR_IGNORE, FILENAME_PATTERN 'sprints_{i}');
