//! The retro report in the storage format of Confluence: XHTML with macros of its own, to be put into a page by its editor of
//! sources or by its REST API. Source: Atlassian documentation, *Confluence Storage Format*.

use std::fmt::Write as _;
use std::io;

use termcolor::WriteColor;

use super::super::encode::xhtml;
use super::super::{NOT_CHECKED, Run};
use super::{
    BoardReport, Card, Evidence, Matrix, NotJudged, Retro, RoleShare, Since, SprintTable, Timeline, Trend, sentences,
    words,
};
use crate::charter::Level;

/// Writes the page.
pub(in crate::report) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut page = Page(String::new());
    page.report(&Retro::of(run));
    out.write_all(page.0.as_bytes())
}

/// A page while it is written. Texts go through the encoder on their way.
struct Page(String);

/// A text of ours in which backticks mark code.
fn prose(text: &str) -> String {
    if text.matches('`').count() % 2 == 1 {
        return xhtml(text);
    }
    let pieces = text.split('`').enumerate().filter(|(_, piece)| !piece.is_empty());
    let piece = |(place, piece): (usize, &str)| match place % 2 {
        1 => format!("<code>{}</code>", xhtml(piece)),
        _ => xhtml(piece),
    };
    pieces.map(piece).collect()
}

fn strong(text: &str) -> String {
    format!("<strong>{}</strong>", xhtml(text))
}

/// A coloured label with the word of a level.
fn status(level: Level) -> String {
    let colour = match level {
        Level::Error => "Red",
        Level::Warn => "Yellow",
        Level::Info | Level::Off => "Blue",
    };
    format!(
        "<ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"colour\">{colour}</ac:parameter>\
         <ac:parameter ac:name=\"title\">{}</ac:parameter></ac:structured-macro>",
        xhtml(sentences::level(level))
    )
}

impl Page {
    /// Adds markup, whose texts are encoded.
    fn add(&mut self, markup: &str) {
        self.0.push_str(markup);
        self.0.push('\n');
    }

    fn element(&mut self, name: &str, text: &str) {
        self.add(&format!("<{name}>{}</{name}>", xhtml(text)));
    }

    fn list<T: AsRef<str>>(&mut self, texts: &[T]) {
        let items: String = texts.iter().map(|text| format!("<li>{}</li>", prose(text.as_ref()))).collect();
        if !items.is_empty() {
            self.add(&format!("<ul>{items}</ul>"));
        }
    }

    /// A table whose cells are markup.
    fn table(&mut self, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) {
        let heads: String = heads.iter().map(|head| format!("<th>{}</th>", xhtml(head))).collect();
        let mut table = format!("<table><tbody><tr>{heads}</tr>");
        for row in rows {
            let cells: String = row.iter().map(|cell| format!("<td>{cell}</td>")).collect();
            let _ = write!(table, "<tr>{cells}</tr>");
        }
        table.push_str("</tbody></table>");
        self.add(&table);
    }

    /// A macro that shows `body` in a frame, or folds it away behind `title`.
    fn framed(&mut self, name: &str, title: Option<&str>, body: impl FnOnce(&mut Self)) {
        let title = title.map_or_else(String::new, |title| {
            format!("<ac:parameter ac:name=\"title\">{}</ac:parameter>", xhtml(title))
        });
        self.add(&format!("<ac:structured-macro ac:name=\"{name}\">{title}<ac:rich-text-body>"));
        body(self);
        self.add("</ac:rich-text-body></ac:structured-macro>");
    }

    /// The name of a board, where there are several.
    fn board_heading(&mut self, retro: &Retro, board: &BoardReport) {
        if retro.several() {
            self.element("h3", &board.name);
        }
    }

    fn report(&mut self, retro: &Retro) {
        self.element("h1", &format!("{}: {}", words::TITLE, retro.title));
        let numbers: Vec<String> =
            retro.numbers.iter().map(|number| format!("{} {}", strong(&number.value), xhtml(&number.label))).collect();
        self.add(&format!("<p>{} · {}</p>", xhtml(&retro.period), numbers.join(" · ")));
        for notice in &retro.notices {
            self.framed("note", None, |page| page.element("p", notice));
        }
        self.topics(retro);
        if retro.has_since() {
            self.element("h2", words::SINCE);
            for board in &retro.boards {
                self.board_heading(retro, board);
                board.since.iter().for_each(|since| self.since(since));
                board.trend.iter().for_each(|trend| self.trend(trend));
            }
        }
        self.element("h2", words::MATRIX);
        self.element("p", words::MATRIX_IN_WORDS);
        for board in &retro.boards {
            self.board_heading(retro, board);
            match &board.matrix {
                Some(matrix) => self.matrix(matrix),
                None => self.element("p", words::NO_MATRIX),
            }
        }
        if retro.more_boards > 0 {
            self.element("p", &sentences::more_boards(retro.more_boards));
        }
        self.element("h2", words::TIMELINE);
        for board in &retro.boards {
            self.board_heading(retro, board);
            self.timeline(&board.timeline);
        }
        if retro.has_sprints() {
            self.element("h2", words::SPRINTS);
            self.element("p", words::SPRINTS_ABOUT);
            for board in retro.boards.iter().filter(|board| board.sprints.is_some()) {
                self.board_heading(retro, board);
                board.sprints.iter().for_each(|table| self.sprints(table));
            }
        }
        self.element("h2", words::CARDS);
        if retro.cards.is_empty() {
            self.element("p", &retro.quiet);
        }
        retro.cards.iter().for_each(|card| self.card(card));
        self.closing(retro);
    }

    fn topics(&mut self, retro: &Retro) {
        self.element("h2", words::TALK);
        if retro.topics.is_empty() {
            self.element("p", &retro.quiet);
        } else {
            let topics: String = retro
                .topics
                .iter()
                .map(|topic| {
                    let board = if topic.board.is_empty() { String::new() } else { format!("{}, ", topic.board) };
                    let ask = xhtml(&topic.ask);
                    format!(
                        "<li><p>{} {}</p><p>{}. ({})</p><p><em>{ask}</em></p></li>",
                        strong(&topic.summary),
                        status(topic.level),
                        xhtml(&topic.message),
                        xhtml(&format!("{board}{}", topic.count))
                    )
                })
                .collect();
            self.add(&format!("<ol>{topics}</ol>"));
        }
        self.element("h2", words::STRENGTHS);
        if retro.strengths.is_empty() {
            self.element("p", words::NO_CLAIM);
        }
        self.list(&retro.strengths);
    }

    fn since(&mut self, since: &Since) {
        self.element("p", &since.title);
        let parts =
            [(words::SINCE_NEW, &since.new), (words::SINCE_GONE, &since.gone), (words::SINCE_BOTH, &since.both)];
        for (title, texts) in parts.into_iter().filter(|(_, texts)| !texts.is_empty()) {
            self.add(&format!("<p>{}</p>", strong(title)));
            self.list(texts);
        }
    }

    fn trend(&mut self, trend: &Trend) {
        let mut heads = vec![words::DECISION];
        heads.extend(trend.sprints.iter().map(String::as_str));
        heads.push(words::TREND_DIRECTION);
        let rows = trend.rows.iter().map(|row| {
            let cells = row.cells.iter().map(|cell| xhtml(cell));
            std::iter::once(xhtml(&row.what)).chain(cells).chain([xhtml(row.direction)]).collect()
        });
        self.table(&heads, rows);
    }

    fn matrix(&mut self, matrix: &Matrix) {
        let mut heads = vec![words::DECISION];
        heads.extend(matrix.columns.iter().map(|column| column.title.as_str()));
        let cell = |cell: &RoleShare| {
            let share = format!("{} ({})", xhtml(&cell.percent), cell.count);
            match cell.remark() {
                _ if !cell.is_shown() => "–".to_owned(),
                "" => share,
                remark => format!("{share}, {}", xhtml(remark)),
            }
        };
        let rows = matrix.groups.iter().flat_map(|group| &group.rows).map(|row| {
            let title = if row.total.is_empty() { String::new() } else { format!(" ({})", row.total) };
            let mut cells = vec![xhtml(&format!("{}{title}", row.title))];
            match row.cells.is_empty() {
                true => cells.extend([prose(&row.nothing), String::new(), String::new(), String::new()]),
                false => cells.extend(row.cells.iter().map(cell)),
            }
            cells
        });
        self.table(&heads, rows);
        if !matrix.left_out.is_empty() {
            self.element("p", &matrix.left_out);
        }
    }

    fn timeline(&mut self, timeline: &Timeline) {
        if timeline.is_empty() {
            self.element("p", words::TIMELINE_EMPTY);
        } else if !timeline.rows.is_empty() {
            let rows = timeline.rows.iter().map(|row| {
                let label = xhtml(&format!("{} {}", row.label, row.dates));
                std::iter::once(label).chain(row.counts.iter().map(usize::to_string)).collect()
            });
            self.table(&[timeline.unit, words::ERRORS, words::WARNINGS, words::INFOS], rows);
        }
        if !timeline.undated.is_empty() {
            self.element("p", &timeline.undated);
        }
    }

    fn sprints(&mut self, sprints: &SprintTable) {
        if sprints.rows.is_empty() {
            self.element("p", words::NO_FIGURES);
        } else {
            let rows = sprints.rows.iter().map(|row| {
                let running = if row.running { format!(", {}", words::RUNNING) } else { String::new() };
                let name = format!("{}, {}{running}, {}", row.name, row.dates, row.unit_name);
                let sizes = [row.committed, row.added, row.removed, row.done];
                let sizes = sizes.iter().map(|size| row.size(size)).chain([row.pace()]);
                std::iter::once(xhtml(&name)).chain(sizes).collect()
            });
            let heads = [words::SPRINT, words::COMMITTED, words::ADDED, words::REMOVED, words::DONE, words::VELOCITY];
            self.table(&heads, rows);
        }
        if !sprints.left_out.is_empty() {
            self.element("p", &sprints.left_out);
        }
    }

    fn card(&mut self, card: &Card) {
        self.element("h3", &card.summary);
        self.add(&format!("<p>{} {}</p>", status(card.level), xhtml(&card.category)));
        self.framed("panel", Some(words::ASK), |page| page.add(&format!("<p>{}</p>", prose(&card.ask))));
        self.element("p", &format!("{}: {}", words::EVIDENCE, card.count));
        let heads = [words::WHEN, words::WHAT, words::ITEM, words::ROLE_COLUMN];
        self.table(&heads, card.evidence.iter().map(evidence));
        if !card.more.is_empty() {
            self.element("p", &card.more);
        }
        let made_of: Vec<&str> = card.made_of.iter().map(|part| part.text.as_str()).collect();
        if !made_of.is_empty() {
            self.element("p", &format!("{}: {}", words::MADE_OF_TITLE, made_of.join("; ")));
        }
        let texts = [(words::WHY, &card.why), (words::INSTEAD, &card.instead), (words::FINE, &card.fine)];
        for (title, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            self.add(&format!("<p>{} {}</p>", strong(title), prose(text)));
        }
        self.table(&[words::TRY, words::TRY_WHO, words::TRY_UNTIL], std::iter::once(vec![String::new(); 3]));
        if !card.source.is_empty() {
            self.element("p", &format!("{}: {}", words::SOURCE, card.source.join("; ")));
        }
    }

    fn closing(&mut self, retro: &Retro) {
        self.element("h2", words::UNJUDGED);
        if retro.not_judged.is_empty() && retro.judged_in_part.is_empty() {
            self.element("p", words::ALL_JUDGED);
        }
        for gap in retro.not_judged.iter().chain(&retro.judged_in_part) {
            self.add(&format!("<p>{} ({})</p>", prose(&gap.message), xhtml(&sentences::rules(gap.rules.len()))));
        }
        self.element("h2", words::NOT_CHECKED);
        self.element("p", words::NOT_CHECKED_ABOUT);
        self.list(NOT_CHECKED);
        if !retro.accepted.is_empty() {
            self.element("h2", words::AGREED);
            let rows = retro.accepted.rows.iter().map(|row| row.iter().map(|cell| xhtml(cell)).collect());
            if !retro.accepted.rows.is_empty() {
                self.table(&[words::RULE, words::ITEM, words::WHAT, words::REASON], rows);
            }
            self.list(&retro.accepted.more);
        }
        if !retro.appendix.is_empty() {
            self.element("h2", words::APPENDIX);
            self.framed("expand", Some(words::APPENDIX_OPEN), |page| {
                for rest in &retro.appendix {
                    page.element("h3", &rest.summary);
                    let heads = [words::WHEN, words::WHAT, words::ITEM, words::ROLE_COLUMN];
                    page.table(&heads, rest.lines.iter().map(evidence));
                    if !rest.more.is_empty() {
                        page.element("p", &rest.more);
                    }
                }
            });
        }
        if retro.has_operator() {
            self.element("h2", words::OPERATOR);
            self.framed("expand", Some(words::OPERATOR_OPEN), |page| {
                page.list(&retro.operator);
                page.gaps(words::NOT_JUDGED, &retro.not_judged);
                page.gaps(words::JUDGED_IN_PART, &retro.judged_in_part);
            });
        }
        self.add(&format!(
            "<p><em>{}</em> {} {}</p>",
            xhtml(words::CLOSING),
            xhtml(words::TIMES_IN),
            xhtml(&retro.zone)
        ));
    }

    fn gaps(&mut self, title: &str, gaps: &[NotJudged]) {
        if gaps.is_empty() {
            return;
        }
        self.element("h3", title);
        let rows = gaps.iter().map(|gap| {
            let rules: Vec<String> = gap.rules.iter().map(|rule| format!("<code>{}</code>", xhtml(rule))).collect();
            vec![prose(&gap.message), prose(&gap.hint), rules.join(" ")]
        });
        self.table(&[words::MISSING, words::HOW, words::RULES], rows);
    }
}

/// A finding as cells of markup.
fn evidence(row: &Evidence) -> Vec<String> {
    let related: String = row.related.iter().map(|line| format!("<li>{}</li>", xhtml(line))).collect();
    let related = if related.is_empty() { String::new() } else { format!("<ul>{related}</ul>") };
    let label = match row.item.url.as_str() {
        "" => xhtml(&row.item.label),
        url => format!("<a href=\"{}\">{}</a>", xhtml(url), xhtml(&row.item.label)),
    };
    let rest = [&row.item.title, &row.item.board].into_iter().filter(|text| !text.is_empty());
    let rest: String = rest.map(|text| format!(" {}", xhtml(text))).collect();
    vec![xhtml(&row.when), format!("{}{related}", xhtml(&row.what)), format!("{label}{rest}"), xhtml(&row.who)]
}
