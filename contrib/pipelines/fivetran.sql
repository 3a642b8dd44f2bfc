-- Fivetran's tables of Jira as issues that boardlint reads, for DuckDB. Open the database with the tables first, then:
--
--   SET VARIABLE site = 'https://example.atlassian.net';
--   .read fivetran.sql
--   .read write.sql
--
-- Tables: issue, issue_field_history, issue_multiselect_history, field, field_option, user, status, status_category, priority,
-- resolution, issue_type, project, sprint, comment. The two histories need the column `author_id`: without it nothing says who did
-- what. They hold values, a row for each since the issue was created, from which the changes between them are made again.

SET TimeZone = 'UTC';

CREATE OR REPLACE TEMP MACRO boardlint_time(instant) AS strftime(instant::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%g+0000');

CREATE OR REPLACE TEMP VIEW boardlint_fields AS SELECT id, name FROM field;

-- What the ids in the values are called.
CREATE OR REPLACE TEMP TABLE boardlint_words AS
SELECT 'status' AS field_id, id::VARCHAR AS id, name FROM status
UNION ALL SELECT 'priority', id::VARCHAR, name FROM priority
UNION ALL SELECT 'resolution', id::VARCHAR, name FROM resolution
UNION ALL SELECT 'issuetype', id::VARCHAR, name FROM issue_type
UNION ALL SELECT unnest(['assignee', 'reporter']), id::VARCHAR, name FROM "user"
UNION ALL SELECT f.id, s.id::VARCHAR, s.name FROM sprint s, field f WHERE f.name = 'Sprint';

-- One value of one field since one instant. A field of many values has a row for each; a row without a value empties it.
CREATE OR REPLACE TEMP TABLE boardlint_values AS
WITH told AS (
    SELECT issue_id, field_id, "time" AS instant, author_id, value, false AS many FROM issue_field_history
    UNION ALL
    SELECT issue_id, field_id, "time", author_id, value, true FROM issue_multiselect_history
),
named AS (
    SELECT t.*, w.id IS NOT NULL AS is_id, coalesce(w.name, o.name, t.value) AS name
    FROM told t
    LEFT JOIN boardlint_words w ON w.field_id = t.field_id AND w.id = t.value
    LEFT JOIN field_option o ON t.field_id LIKE 'customfield%' AND o.id::VARCHAR = t.value
    -- What Jira reckons, and what it does not write into a history.
    WHERE t.field_id NOT IN ('created', 'updated', 'lastViewed', 'workratio', 'resolutiondate', 'statuscategorychangedate', 'creator',
        'comment', 'worklog', 'subtasks', 'issuelinks', 'attachment', 'watches', 'votes', 'progress', 'aggregateprogress',
        'aggregatetimespent', 'aggregatetimeestimate', 'aggregatetimeoriginalestimate', 'timetracking')
)
SELECT
    issue_id, field_id, instant, many,
    max(author_id) AS author_id,
    string_agg(value, ', ' ORDER BY TRY_CAST(value AS BIGINT), value) FILTER (is_id) AS ids,
    -- Labels are told apart by spaces, all other lists by commas.
    CASE WHEN field_id = 'labels' THEN string_agg(name, ' ' ORDER BY value)
        ELSE string_agg(name, ', ' ORDER BY TRY_CAST(value AS BIGINT), value) END AS names,
    list(name ORDER BY value) FILTER (value IS NOT NULL) AS list,
    list(value ORDER BY value) FILTER (value IS NOT NULL) AS keys
FROM named
GROUP BY issue_id, field_id, instant, many;

CREATE OR REPLACE TEMP TABLE boardlint_histories AS
WITH steps AS (
    SELECT v.*, lag(ids) OVER steps AS ids_before, lag(names) OVER steps AS names_before, row_number() OVER steps AS step
    FROM boardlint_values v
    WINDOW steps AS (PARTITION BY issue_id, field_id ORDER BY instant)
),
items AS (
    SELECT
        s.issue_id, s.instant, s.author_id, s.field_id,
        CASE
            -- Fivetran keeps a rank as Jira says it, in words or as a position: a smaller one is higher.
            WHEN f.name = 'Rank' THEN json_object('field', 'Rank', 'fieldtype', 'custom', 'fieldId', f.id, 'from', '', 'fromString', '',
                'to', '', 'toString', CASE WHEN names LIKE 'Ranked%' THEN names WHEN names < names_before THEN 'Ranked higher'
                ELSE 'Ranked lower' END)
            ELSE json_object('field', CASE WHEN f.is_custom THEN f.name ELSE s.field_id END,
                'fieldtype', CASE WHEN f.is_custom THEN 'custom' ELSE 'jira' END, 'fieldId', s.field_id,
                'from', ids_before, 'fromString', names_before, 'to', ids, 'toString', names)
        END AS item
    FROM steps s
    JOIN issue i ON i.id = s.issue_id
    LEFT JOIN field f ON f.id = s.field_id
    -- The first value is the one with which the issue was created, unless it came later.
    WHERE step > 1 OR s.instant > i.created
)
SELECT
    issue_id, instant,
    json_object(
        'id', epoch_ms(instant)::VARCHAR || lpad((issue_id % 1000000)::VARCHAR, 6, '0'),
        'author', CASE WHEN u.id IS NULL THEN NULL ELSE
            json_object('accountId', u.id, 'name', u.username, 'emailAddress', u.email, 'displayName', u.name) END,
        'created', boardlint_time(instant), 'items', items
    ) AS history
FROM (
    SELECT issue_id, instant, max(author_id) AS author_id, to_json(list(item ORDER BY field_id)) AS items FROM items GROUP BY ALL
) LEFT JOIN "user" u ON u.id = author_id;

-- Custom fields and labels as they stand: the newest value of each.
CREATE OR REPLACE TEMP TABLE boardlint_fields_now AS
WITH newest AS (SELECT * FROM boardlint_values QUALIFY row_number() OVER (PARTITION BY issue_id, field_id ORDER BY instant DESC) = 1),
sprints AS (
    SELECT id::VARCHAR AS id, json_object('id', id, 'name', name, 'boardId', board_id,
        'state', CASE WHEN complete_date IS NOT NULL THEN 'closed'
            WHEN start_date <= (SELECT max(updated) FROM issue) THEN 'active' ELSE 'future' END,
        'startDate', boardlint_time(start_date), 'endDate', boardlint_time(end_date), 'completeDate', boardlint_time(complete_date)) AS sprint
    FROM sprint WHERE NOT coalesce(_fivetran_deleted, false)
),
planned AS (
    SELECT k.issue_id, k.field_id, to_json(list(s.sprint ORDER BY s.id::BIGINT)) AS sprints
    FROM (SELECT DISTINCT n.issue_id, n.field_id, unnest(n.keys) AS id FROM newest n JOIN field f ON f.id = n.field_id AND f.name = 'Sprint') k
    JOIN sprints s ON s.id = k.id
    GROUP BY k.issue_id, k.field_id
),
shown AS (
    SELECT n.issue_id, n.field_id, CASE
        WHEN f.name = 'Sprint' THEN p.sprints
        WHEN f.name = 'Rank' AND n.names LIKE 'Ranked%' THEN NULL
        WHEN n.field_id = 'labels' THEN to_json(coalesce(n.list, []))
        WHEN n.many THEN to_json(list_transform(coalesce(n.list, []), lambda name: {'value': name}))
        WHEN TRY_CAST(n.names AS DOUBLE) IS NOT NULL THEN to_json(n.names::DOUBLE)
        ELSE to_json(n.names) END AS value
    FROM newest n JOIN field f ON f.id = n.field_id LEFT JOIN planned p ON p.issue_id = n.issue_id AND p.field_id = n.field_id
    WHERE f.is_custom OR n.field_id = 'labels'
)
SELECT issue_id, json_group_object(field_id, value) AS fields FROM shown GROUP BY issue_id;

CREATE OR REPLACE TEMP TABLE boardlint_comments AS
SELECT issue_id, count(*) AS total, to_json(list(json_object('id', c.id::VARCHAR, 'created', boardlint_time(c.created),
    'author', json_object('accountId', u.id, 'name', u.username, 'emailAddress', u.email, 'displayName', u.name)) ORDER BY c.created)) AS comments
FROM comment c LEFT JOIN "user" u ON u.id = c.author_id GROUP BY issue_id;

CREATE OR REPLACE TEMP VIEW boardlint_issues AS
WITH people AS (
    SELECT id, json_object('accountId', id, 'name', username, 'emailAddress', email, 'displayName', name) AS person FROM "user"
),
histories AS (
    SELECT issue_id, count(*) AS total, to_json(list(history ORDER BY instant)) AS histories FROM boardlint_histories GROUP BY ALL
)
SELECT
    p.key AS project,
    i.id AS id,
    json_object(
        'id', i.id::VARCHAR, 'key', i.key, 'self', getvariable('site') || '/rest/api/2/issue/' || i.id,
        'fields', json_merge_patch(json_object(
            'summary', i.summary, 'description', i.description, 'created', boardlint_time(i.created), 'updated', boardlint_time(i.updated),
            'issuetype', json_object('id', t.id::VARCHAR, 'name', t.name, 'subtask', t.subtask),
            'project', json_object('id', p.id::VARCHAR, 'key', p.key, 'name', p.name),
            'status', json_object('id', s.id::VARCHAR, 'name', s.name, 'statusCategory', json_object('name', sc.name)),
            'priority', CASE WHEN pr.id IS NOT NULL THEN json_object('id', pr.id::VARCHAR, 'name', pr.name) END,
            'resolution', CASE WHEN r.id IS NOT NULL THEN json_object('id', r.id::VARCHAR, 'name', r.name) END,
            'resolutiondate', boardlint_time(i.resolved), 'duedate', i.due_date,
            'creator', creator.person, 'reporter', reporter.person, 'assignee', assignee.person,
            'parent', CASE WHEN parent.key IS NOT NULL THEN json_object('id', parent.id::VARCHAR, 'key', parent.key) END,
            'timeoriginalestimate', i.original_estimate, 'timeestimate', i.remaining_estimate, 'timespent', i.time_spent,
            'comment', json_object('comments', coalesce(c.comments, '[]'::JSON), 'total', coalesce(c.total, 0))
        ), coalesce(now.fields, '{}'::JSON)),
        'changelog', json_object('startAt', 0, 'total', coalesce(h.total, 0), 'histories', coalesce(h.histories, '[]'::JSON))
    ) AS issue
FROM issue i
JOIN project p ON p.id = i.project
LEFT JOIN issue_type t ON t.id = i.issue_type
LEFT JOIN status s ON s.id = i.status
LEFT JOIN status_category sc ON sc.id = s.status_category_id
LEFT JOIN priority pr ON pr.id = i.priority
LEFT JOIN resolution r ON r.id = i.resolution
LEFT JOIN people creator ON creator.id = i.creator
LEFT JOIN people reporter ON reporter.id = i.reporter
LEFT JOIN people assignee ON assignee.id = i.assignee
LEFT JOIN issue parent ON parent.id = i.parent_id
LEFT JOIN boardlint_fields_now now ON now.issue_id = i.id
LEFT JOIN boardlint_comments c ON c.issue_id = i.id
LEFT JOIN histories h ON h.issue_id = i.id
WHERE NOT coalesce(i._fivetran_deleted, false);
