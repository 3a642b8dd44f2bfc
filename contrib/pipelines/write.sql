-- Writes what a recipe made into `boards`: a folder for each project, and in it the issues as pages of a search, which boardlint
-- reads as it reads Jira's own answers. Put a boardlint.toml into each folder, or let `boardlint init boards` draft them.
--
-- A recipe leaves two views: boardlint_issues (project, id, issue as JSON) and boardlint_fields (id, name).

COPY (
    SELECT
        project,
        to_json(list(issue ORDER BY id)) AS issues,
        -- One page of a search says for all what its fields are called.
        CASE WHEN page = 0 THEN (SELECT json_group_object(id, name) FROM boardlint_fields) END AS names
    FROM (
        -- A page is a line of its own, so that none grows too large to read.
        SELECT *, (row_number() OVER (PARTITION BY project ORDER BY id) - 1) // 100 AS page FROM boardlint_issues
    )
    GROUP BY project, page
    ORDER BY project, page
) TO 'boards' (FORMAT json, PARTITION_BY (project), OVERWRITE_OR_IGNORE, FILENAME_PATTERN 'issues_{i}');
