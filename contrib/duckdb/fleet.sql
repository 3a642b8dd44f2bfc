-- Questions to ask of many boards, for DuckDB. They stand on three views, whatever made the results:
--
--   -- Parquet, from contrib/spark
--   CREATE VIEW findings AS FROM 'results/findings/*.parquet';
--   CREATE VIEW inconclusive AS FROM 'results/inconclusive/*.parquet';
--   CREATE VIEW boards AS FROM 'results/boards/*.parquet';
--   -- or lines of JSON, from `boardlint check --format jsonl`
--   .read boardlint.sql
--   CREATE VIEW findings AS FROM boardlint_findings('runs/*.jsonl');
--   CREATE VIEW inconclusive AS FROM boardlint_inconclusive('runs/*.jsonl');
--   CREATE VIEW boards AS FROM boardlint_boards('runs/*.jsonl');
--
--   .read fleet.sql
--   FROM fleet_rules;
--
-- No view ranks boards by what was found on them: the board with more findings may be the one that could be judged best.

-- Each rule that found something, or could not be judged everywhere: on how many boards it was judged, on how many of those it found
-- something, and how often.
CREATE OR REPLACE VIEW fleet_rules AS
WITH all_boards AS (SELECT count(*) AS boards FROM boards),
unjudged AS (SELECT rule, count(DISTINCT board_id) AS boards FROM inconclusive WHERE NOT partial GROUP BY rule),
found AS (
    SELECT rule, count(DISTINCT board_id) AS boards, count(*) AS findings,
        count(*) FILTER (level = 'error') AS errors, count(*) FILTER (level = 'warn') AS warnings, count(*) FILTER (level = 'info') AS infos
    FROM findings GROUP BY rule
)
SELECT
    rule,
    all_boards.boards - coalesce(unjudged.boards, 0) AS judged,
    coalesce(found.boards, 0) AS boards,
    round(100.0 * coalesce(found.boards, 0) / nullif(all_boards.boards - coalesce(unjudged.boards, 0), 0), 1) AS percent,
    coalesce(findings, 0) AS findings, coalesce(errors, 0) AS errors, coalesce(warnings, 0) AS warnings, coalesce(infos, 0) AS infos
FROM found FULL JOIN unjudged USING (rule), all_boards
ORDER BY boards DESC, findings DESC, rule;

-- What is missing most to judge more, and how to get it.
CREATE OR REPLACE VIEW fleet_missing AS
SELECT missing, count(DISTINCT board_id) AS boards, count(DISTINCT rule) AS rules, mode(hint) AS hint
FROM inconclusive WHERE NOT partial
GROUP BY missing
ORDER BY boards DESC, rules DESC, missing;

-- Boards of which least could be judged.
CREATE OR REPLACE VIEW fleet_least_judged AS
SELECT board, board_id, path, judged, rules, items, changes, since, until FROM boards
ORDER BY judged, board, board_id;

-- Month by month: on how many boards a rule found something that happened then.
CREATE OR REPLACE VIEW fleet_months AS
SELECT rule, date_trunc('month', "at" AT TIME ZONE 'UTC')::DATE AS month, count(DISTINCT board_id) AS boards, count(*) AS findings
FROM findings WHERE "at" IS NOT NULL
GROUP BY ALL
ORDER BY rule, month;

-- Which acts fall together: pairs of rules that found something on the same boards more often than by chance would be.
CREATE OR REPLACE VIEW fleet_together AS
WITH per_board AS (SELECT DISTINCT rule, board_id FROM findings),
sizes AS (SELECT rule, count(*) AS boards FROM per_board GROUP BY rule)
SELECT a.rule, b.rule AS other, count(*) AS boards,
    round(count(*) * (SELECT count(*) FROM boards) / (any_value(sa.boards) * any_value(sb.boards))::DOUBLE, 2) AS lift
FROM per_board a
JOIN per_board b ON a.board_id = b.board_id AND a.rule < b.rule
JOIN sizes sa ON sa.rule = a.rule
JOIN sizes sb ON sb.rule = b.rule
GROUP BY a.rule, b.rule
ORDER BY lift DESC, boards DESC, a.rule, b.rule;
