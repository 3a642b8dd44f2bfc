-- The domain layer of DevLake as issues that boardlint reads, for DuckDB. Open the database first, then:
--
--   INSTALL mysql; ATTACH 'host=localhost user=devlake database=lake' AS lake (TYPE mysql, READ_ONLY); USE lake;
--   .read devlake.sql
--   .read write.sql
--
-- Tables: issues, issue_changelogs, issue_comments, issue_labels, sprints, sprint_issues, accounts.
--
-- The raw layer holds more, see devlake-raw.sql. This one keeps of a custom field what was changed, and not how it stands: one that was
-- filled when the issue was created and never since is empty here. It has no reporter: whoever typed an issue in may have done so for
-- somebody else, and what is assigned may go back to whoever asked for it.

SET TimeZone = 'UTC';

CREATE OR REPLACE TEMP MACRO boardlint_time(instant) AS strftime(instant::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%g+0000');
-- Jira's ids without what DevLake puts before them: `jira:JiraIssue:1:10063`, or several with commas.
CREATE OR REPLACE TEMP MACRO boardlint_id(id) AS nullif(regexp_replace(id, '(^|,)[^:,]+:[^:,]+:\d+:', '\1', 'g'), '');

CREATE OR REPLACE TEMP TABLE boardlint_people AS
SELECT id, full_name AS name,
    json_object('accountId', boardlint_id(id), 'name', nullif(user_name, ''), 'emailAddress', nullif(email, ''), 'displayName', full_name) AS person
FROM accounts;

-- DevLake has the estimates in a column of their own, whatever Jira calls the field.
SET VARIABLE story_points = coalesce(
    (SELECT max(field_id) FROM issue_changelogs WHERE lower(field_name) IN ('story points', 'story point estimate')), 'story_point');

CREATE OR REPLACE TEMP VIEW boardlint_fields AS
SELECT field_id AS id, max(field_name) AS name FROM issue_changelogs WHERE field_id <> '' GROUP BY field_id
UNION SELECT 'story_point', 'Story Points' WHERE getvariable('story_points') = 'story_point';

CREATE OR REPLACE TEMP TABLE boardlint_items AS
SELECT
    c.issue_id, split_part(c.id, ':', 4) AS history, c.created_date AS instant, c.author_id, c.author_name, c.field_id, c.field_name,
    nullif(c.original_to_value, '') AS now,
    CASE
        WHEN c.field_name = 'Rank' THEN json_object('field', 'Rank', 'fieldtype', 'custom', 'fieldId', nullif(c.field_id, ''), 'from', '',
            'fromString', '', 'to', '', 'toString', c.original_to_value)
        WHEN c.field_name = 'Sprint' THEN json_object('field', 'Sprint', 'fieldtype', 'custom', 'fieldId', nullif(c.field_id, ''),
            'from', coalesce(boardlint_id(c.original_from_value), ''), 'fromString', '',
            'to', coalesce(boardlint_id(c.original_to_value), ''), 'toString', '')
        WHEN c.field_name IN ('assignee', 'reporter') THEN json_object('field', c.field_name, 'fieldtype', 'jira',
            'from', boardlint_id(c.original_from_value), 'fromString', before.name, 'to', boardlint_id(c.original_to_value), 'toString', after.name)
        ELSE json_object('field', c.field_name, 'fieldtype', CASE WHEN c.field_id LIKE 'customfield%' THEN 'custom' ELSE 'jira' END,
            'fieldId', nullif(c.field_id, ''), 'from', NULL, 'fromString', nullif(c.original_from_value, ''),
            'to', NULL, 'toString', nullif(c.original_to_value, ''))
    END AS item
FROM issue_changelogs c
LEFT JOIN boardlint_people before ON before.id = c.original_from_value
LEFT JOIN boardlint_people after ON after.id = c.original_to_value;

-- What was changed last into custom fields, and the resolution.
CREATE OR REPLACE TEMP TABLE boardlint_fields_now AS
SELECT issue_id, json_group_object(CASE field_name WHEN 'resolution' THEN 'resolution' ELSE field_id END, CASE
    WHEN field_name = 'resolution' THEN CASE WHEN now IS NOT NULL THEN json_object('name', now) END
    WHEN field_name = 'Flagged' THEN CASE WHEN now IS NOT NULL THEN json_array(json_object('value', now)) END
    ELSE to_json(now) END) AS fields
FROM (SELECT * FROM boardlint_items QUALIFY row_number() OVER (PARTITION BY issue_id, field_name ORDER BY instant DESC, history::UBIGINT DESC) = 1)
WHERE field_name = 'resolution' OR (field_id LIKE 'customfield%' AND field_name NOT IN ('Rank', 'Sprint') AND field_id <> getvariable('story_points'))
GROUP BY issue_id;

CREATE OR REPLACE TEMP VIEW boardlint_issues AS
WITH histories AS (
    SELECT issue_id, count(*) AS total, to_json(list(history ORDER BY instant)) AS histories
    FROM (
        SELECT i.issue_id, i.instant, json_object('id', i.history, 'created', boardlint_time(i.instant), 'items', to_json(list(i.item ORDER BY i.field_name)),
            'author', coalesce(any_value(p.person), CASE WHEN any_value(i.author_id) <> '' THEN
                json_object('accountId', boardlint_id(any_value(i.author_id)), 'displayName', any_value(i.author_name)) END)) AS history
        FROM boardlint_items i LEFT JOIN boardlint_people p ON p.id = i.author_id
        GROUP BY i.issue_id, i.history, i.instant
    ) GROUP BY issue_id
),
comments AS (
    SELECT c.issue_id, count(*) AS total,
        to_json(list(json_object('id', c.id, 'created', boardlint_time(c.created_date), 'author', p.person) ORDER BY c.created_date)) AS comments
    FROM issue_comments c LEFT JOIN boardlint_people p ON p.id = c.account_id GROUP BY c.issue_id
),
labels AS (SELECT issue_id, to_json(list(label_name ORDER BY label_name)) AS labels FROM issue_labels GROUP BY issue_id),
planned AS (
    SELECT si.issue_id, to_json(list(json_object('id', boardlint_id(s.id)::BIGINT, 'name', s.name, 'state', lower(s.status),
        'boardId', boardlint_id(s.original_board_id)::BIGINT, 'startDate', boardlint_time(s.started_date),
        'endDate', boardlint_time(s.ended_date), 'completeDate', boardlint_time(s.completed_date)) ORDER BY s.started_date)) AS sprints
    FROM sprint_issues si JOIN sprints s ON s.id = si.sprint_id GROUP BY si.issue_id
)
SELECT
    regexp_extract(i.issue_key, '^(.*)-\d+$', 1) AS project,
    boardlint_id(i.id)::BIGINT AS id,
    json_object(
        'id', boardlint_id(i.id), 'key', i.issue_key,
        'self', regexp_replace(i.url, '/browse/.*$', '') || '/rest/api/2/issue/' || boardlint_id(i.id),
        'fields', json_merge_patch(json_object(
            'summary', i.title, 'description', nullif(i.description, ''),
            'created', boardlint_time(i.created_date), 'updated', boardlint_time(i.updated_date),
            'resolutiondate', boardlint_time(i.resolution_date),
            'issuetype', json_object('name', i.original_type),
            'project', json_object('key', regexp_extract(i.issue_key, '^(.*)-\d+$', 1), 'name', i.original_project),
            'status', json_object('name', i.original_status, 'statusCategory', json_object('key',
                CASE i.status WHEN 'DONE' THEN 'done' WHEN 'IN_PROGRESS' THEN 'indeterminate' WHEN 'TODO' THEN 'new' END)),
            'priority', CASE WHEN i.priority <> '' THEN json_object('name', i.priority) END,
            'creator', coalesce(creator.person, CASE WHEN i.creator_id <> '' THEN
                json_object('accountId', boardlint_id(i.creator_id), 'displayName', i.creator_name) END),
            'assignee', coalesce(assignee.person, CASE WHEN i.assignee_id <> '' THEN
                json_object('accountId', boardlint_id(i.assignee_id), 'displayName', i.assignee_name) END),
            'parent', CASE WHEN parent.issue_key <> '' THEN json_object('key', parent.issue_key)
                WHEN i.epic_key <> '' THEN json_object('key', i.epic_key) END,
            'labels', coalesce(l.labels, '[]'::JSON),
            'timeoriginalestimate', nullif(i.original_estimate_minutes, 0) * 60, 'timespent', nullif(i.time_spent_minutes, 0) * 60,
            'comment', json_object('comments', coalesce(c.comments, '[]'::JSON), 'total', coalesce(c.total, 0)),
            'sprint', NULL, 'closedSprints', coalesce(s.sprints, '[]'::JSON),
            getvariable('story_points'), i.story_point
        ), coalesce(n.fields, '{}'::JSON)),
        'changelog', json_object('startAt', 0, 'total', coalesce(h.total, 0), 'histories', coalesce(h.histories, '[]'::JSON))
    ) AS issue
FROM issues i
LEFT JOIN boardlint_people creator ON creator.id = i.creator_id
LEFT JOIN boardlint_people assignee ON assignee.id = i.assignee_id
LEFT JOIN issues parent ON parent.id = i.parent_issue_id
LEFT JOIN labels l ON l.issue_id = i.id
LEFT JOIN comments c ON c.issue_id = i.id
LEFT JOIN planned s ON s.issue_id = i.id
LEFT JOIN boardlint_fields_now n ON n.issue_id = i.id
LEFT JOIN histories h ON h.issue_id = i.id
WHERE i.id LIKE 'jira:%';
