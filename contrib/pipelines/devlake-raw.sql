-- The raw layer of DevLake, which holds Jira's own answers, as issues that boardlint reads, for DuckDB. Nothing is lost on this way.
-- Open the database first, then:
--
--   INSTALL mysql; ATTACH 'host=localhost user=devlake database=lake' AS lake (TYPE mysql, READ_ONLY); USE lake;
--   .read devlake-raw.sql
--   .read write.sql
--
-- Tables: _raw_jira_api_issues, _tool_jira_issue_fields.

CREATE OR REPLACE TEMP VIEW boardlint_fields AS SELECT DISTINCT id, name FROM _tool_jira_issue_fields;

-- An issue that was collected several times, as it was collected last.
CREATE OR REPLACE TEMP VIEW boardlint_issues AS
WITH collected AS (SELECT id AS row, decode(data)::JSON AS issue FROM _raw_jira_api_issues)
SELECT
    issue ->> '$.fields.project.key' AS project,
    (issue ->> '$.id')::BIGINT AS id,
    arg_max(issue, row) AS issue
FROM collected GROUP BY ALL;
