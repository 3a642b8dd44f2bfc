//! The retro report as a document: headings, paragraphs, lists and tables in order.
//! [`markdown`](super::markdown) and [`confluence`](super::confluence) write the same document in different
//! markup.

use super::super::NOT_CHECKED;
use super::{
    BoardReport, Card, Evidence, Matrix, NotJudged, Retro, RoleShare, Since, SprintTable, Timeline, Trend, sentences,
    words,
};
use crate::charter::Level;

/// A piece of a line, not encoded yet.
pub(super) enum Span {
    /// Plain text.
    Text(String),
    /// Important text.
    Strong(String),
    /// Emphasised text.
    Emphasis(String),
    /// A name that the program uses, such as a rule.
    Code(String),
    /// One of our own texts; backticks mark code.
    Prose(String),
    /// A link: its text and its web address.
    Link(String, String),
    /// A level, in words for a team.
    Level(Level),
    /// Remarks below a text; may be empty.
    Remarks(Vec<String>),
}

/// The content of a line or a cell.
pub(super) type Line = Vec<Span>;

/// A part of the document.
pub(super) enum Block {
    /// A heading of this level, from 1 on.
    Heading(usize, Line),
    /// A paragraph.
    Paragraph(Line),
    /// A notice that a reader must see first.
    Notice(String),
    /// An unordered list.
    List(Vec<Line>),
    /// A numbered list; each entry has several lines.
    Numbered(Vec<Vec<Line>>),
    /// A table.
    Table(Vec<String>, Vec<Vec<Line>>),
    /// A highlighted question, after its leading words.
    Panel(&'static str, String),
    /// A collapsed part, with the text that opens it.
    Folded(&'static str, Vec<Block>),
}

fn text(text: impl Into<String>) -> Line {
    vec![Span::Text(text.into())]
}

fn heading(rank: usize, words: impl Into<String>) -> Block {
    Block::Heading(rank, text(words))
}

fn paragraph(words: impl Into<String>) -> Block {
    Block::Paragraph(text(words))
}

fn table(heads: &[&str], rows: impl Iterator<Item = Vec<Line>>) -> Block {
    Block::Table(heads.iter().map(|head| (*head).to_owned()).collect(), rows.collect())
}

/// The document of a report.
pub(super) fn document(retro: &Retro) -> Vec<Block> {
    let mut blocks = vec![heading(1, format!("{}: {}", words::TITLE, retro.title))];
    let mut numbers = text(retro.period.as_str());
    for number in &retro.numbers {
        numbers.push(Span::Text(" · ".to_owned()));
        numbers.push(Span::Strong(number.value.clone()));
        numbers.push(Span::Text(format!(" {}", number.label)));
    }
    blocks.push(Block::Paragraph(numbers));
    if !retro.measure.is_empty() {
        blocks.push(paragraph(retro.measure));
    }
    blocks.extend(retro.notices.iter().map(|notice| Block::Notice(notice.clone())));
    topics(retro, &mut blocks);
    if retro.has_since() {
        blocks.push(heading(2, words::SINCE));
        of_each_board(retro, &mut blocks, |board, blocks| {
            board.since.iter().for_each(|it| since(it, blocks));
            board.trend.iter().for_each(|it| trend(it, blocks));
        });
    }
    blocks.extend([heading(2, words::MATRIX), paragraph(words::MATRIX_IN_WORDS)]);
    of_each_board(retro, &mut blocks, |board, blocks| match &board.matrix {
        Some(it) => matrix(it, blocks),
        None => blocks.push(paragraph(words::NO_MATRIX)),
    });
    if retro.more_boards > 0 {
        blocks.push(paragraph(sentences::more_boards(retro.more_boards)));
    }
    blocks.push(heading(2, words::TIMELINE));
    of_each_board(retro, &mut blocks, |board, blocks| timeline(&board.timeline, blocks));
    if retro.has_sprints() {
        blocks.extend([heading(2, words::SPRINTS), paragraph(words::SPRINTS_ABOUT)]);
        of_each_board(retro, &mut blocks, |board, blocks| board.sprints.iter().for_each(|it| sprints(it, blocks)));
    }
    blocks.push(heading(2, words::CARDS));
    if retro.cards.is_empty() {
        blocks.push(paragraph(retro.quiet.as_str()));
    }
    retro.cards.iter().for_each(|it| card(it, &mut blocks));
    closing(retro, &mut blocks);
    blocks
}

/// Adds what `add` writes about each board, below the board's name if there are several. A board without
/// content is skipped.
fn of_each_board(retro: &Retro, blocks: &mut Vec<Block>, add: impl Fn(&BoardReport, &mut Vec<Block>)) {
    for board in &retro.boards {
        let mut own = Vec::new();
        add(board, &mut own);
        if retro.several() && !own.is_empty() {
            blocks.push(heading(3, board.name.as_str()));
        }
        blocks.append(&mut own);
    }
}

fn topics(retro: &Retro, blocks: &mut Vec<Block>) {
    blocks.push(heading(2, words::TALK));
    if retro.topics.is_empty() {
        blocks.push(paragraph(retro.quiet.as_str()));
    } else {
        let topics = retro.topics.iter().map(|topic| {
            let board = if topic.board.is_empty() { String::new() } else { format!("{} · ", topic.board) };
            vec![
                vec![Span::Strong(topic.summary.clone()), Span::Text(" ".to_owned()), Span::Level(topic.level)],
                text(format!("{}. ({board}{})", topic.message, topic.count)),
                vec![Span::Emphasis(topic.ask.clone())],
            ]
        });
        blocks.push(Block::Numbered(topics.collect()));
    }
    blocks.push(heading(2, words::STRENGTHS));
    if retro.strengths.is_empty() {
        blocks.push(paragraph(words::NO_CLAIM));
    } else {
        blocks.push(Block::List(retro.strengths.iter().map(text).collect()));
    }
}

fn since(since: &Since, blocks: &mut Vec<Block>) {
    blocks.push(paragraph(since.title.as_str()));
    let parts = [(words::SINCE_NEW, &since.new), (words::SINCE_GONE, &since.gone), (words::SINCE_BOTH, &since.both)];
    for (title, texts) in parts.into_iter().filter(|(_, texts)| !texts.is_empty()) {
        blocks.push(Block::Paragraph(vec![Span::Strong(title.to_owned())]));
        blocks.push(Block::List(texts.iter().map(text).collect()));
    }
}

fn trend(trend: &Trend, blocks: &mut Vec<Block>) {
    let mut heads = vec![words::DECISION];
    heads.extend(trend.sprints.iter().map(String::as_str));
    heads.push(words::TREND_DIRECTION);
    let rows = trend.rows.iter().map(|row| {
        let cells = row.cells.iter().map(text);
        std::iter::once(text(row.what.as_str())).chain(cells).chain([text(row.direction)]).collect()
    });
    blocks.push(table(&heads, rows));
    if !trend.more.is_empty() {
        blocks.push(paragraph(trend.more.as_str()));
    }
}

fn matrix(matrix: &Matrix, blocks: &mut Vec<Block>) {
    let mut heads = vec![words::DECISION];
    heads.extend(matrix.columns.iter().map(|column| column.title.as_str()));
    let cell = |cell: &RoleShare| {
        let share = if cell.few { cell.percent.clone() } else { format!("{} ({})", cell.percent, cell.count) };
        let remark = if cell.remark().is_empty() { String::new() } else { format!(", {}", cell.remark()) };
        if !cell.is_shown() {
            text("–")
        } else if cell.owns() {
            vec![Span::Strong(share), Span::Text(remark)]
        } else {
            text(format!("{share}{remark}"))
        }
    };
    let rows = matrix.groups.iter().flat_map(|group| &group.rows).map(|row| {
        let total = if row.total.is_empty() { String::new() } else { format!(" ({})", row.total) };
        let mut cells = vec![text(format!("{}{total}", row.title))];
        if row.cells.is_empty() {
            cells.push(vec![Span::Prose(row.nothing.clone())]);
            cells.resize_with(heads.len(), Vec::new);
        } else {
            cells.extend(row.cells.iter().map(cell));
        }
        cells
    });
    blocks.push(table(&heads, rows));
    if !matrix.left_out.is_empty() {
        blocks.push(paragraph(matrix.left_out.as_str()));
    }
}

fn timeline(timeline: &Timeline, blocks: &mut Vec<Block>) {
    if timeline.is_empty() {
        blocks.push(paragraph(words::TIMELINE_EMPTY));
    } else if !timeline.rows.is_empty() {
        let rows = timeline.rows.iter().map(|row| {
            let label = text(format!("{} {}", row.label, row.dates).trim_end());
            std::iter::once(label).chain(row.counts.iter().map(|count| text(count.to_string()))).collect()
        });
        blocks.push(table(&[timeline.unit, words::ERRORS, words::WARNINGS, words::INFOS], rows));
    }
    if !timeline.undated.is_empty() {
        blocks.push(paragraph(timeline.undated.as_str()));
    }
}

fn sprints(sprints: &SprintTable, blocks: &mut Vec<Block>) {
    if !sprints.rows.is_empty() {
        if !sprints.days_alone.is_empty() {
            blocks.push(Block::Notice(sprints.days_alone.clone()));
        }
        let rows = sprints.rows.iter().map(|row| {
            let running = if row.running { format!(", {}", words::RUNNING) } else { String::new() };
            let name = format!("{}, {}{running}, {}", row.name, row.dates, row.unit_name);
            let sizes = [row.committed, row.added, row.removed, row.done];
            let sizes = sizes.iter().map(|size| row.size(size)).chain([row.pace()]);
            std::iter::once(text(name)).chain(sizes.map(text)).collect()
        });
        let heads = [words::SPRINT, words::COMMITTED, words::ADDED, words::REMOVED, words::DONE, words::VELOCITY];
        blocks.push(table(&heads, rows));
    }
    if !sprints.left_out.is_empty() {
        blocks.push(paragraph(sprints.left_out.as_str()));
    }
}

fn card(card: &Card, blocks: &mut Vec<Block>) {
    blocks.push(heading(3, card.summary.as_str()));
    blocks.push(Block::Paragraph(vec![
        Span::Level(card.level),
        Span::Text(format!(" {} · ", card.category)),
        Span::Code(card.rule.clone()),
    ]));
    blocks.push(Block::Panel(words::ASK, card.ask.clone()));
    blocks.push(paragraph(format!("{}: {}", words::EVIDENCE, card.count)));
    blocks.push(evidence(&card.evidence));
    blocks.extend([&card.common, &card.more].into_iter().filter(|text| !text.is_empty()).map(paragraph));
    let named = |title: &str, rest: Span| {
        Block::Paragraph(vec![Span::Strong(format!("{title}:")), Span::Text(" ".to_owned()), rest])
    };
    if !card.made_of.is_empty() {
        let parts: Vec<&str> = card.made_of.iter().map(|part| part.text.as_str()).collect();
        blocks.push(named(words::MADE_OF_TITLE, Span::Text(parts.join("; "))));
    }
    let texts = [(words::WHY, &card.why), (words::INSTEAD, &card.instead), (words::FINE, &card.fine)];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    blocks.extend(texts.map(|(title, text)| named(title, Span::Prose(text.clone()))));
    let empty = vec![Vec::new(), Vec::new(), Vec::new()];
    blocks.push(table(&[words::TRY, words::TRY_WHO, words::TRY_UNTIL], std::iter::once(empty)));
    if !card.source.is_empty() {
        blocks.push(paragraph(format!("{}: {}", words::SOURCE, card.source.join("; "))));
    }
}

/// A table of findings, one a row.
fn evidence(rows: &[Evidence]) -> Block {
    let rows = rows.iter().map(|row| {
        let mut item = match row.item.url.as_str() {
            "" => text(row.item.label.as_str()),
            url => vec![Span::Link(row.item.label.clone(), url.to_owned())],
        };
        let rest = [&row.item.title, &row.item.board].into_iter().filter(|text| !text.is_empty());
        item.extend(rest.map(|text| Span::Text(format!(" {text}"))));
        let what = vec![Span::Text(row.what.clone()), Span::Remarks(row.related.clone())];
        vec![text(row.when.as_str()), what, item, text(row.who.as_str())]
    });
    table(&[words::WHEN, words::WHAT, words::ITEM, words::ROLE_COLUMN], rows)
}

fn closing(retro: &Retro, blocks: &mut Vec<Block>) {
    unjudged(retro, blocks);
    blocks.extend([heading(2, words::NOT_CHECKED), paragraph(words::NOT_CHECKED_ABOUT)]);
    blocks.push(Block::List(NOT_CHECKED.iter().map(|line| text(*line)).collect()));
    agreed(retro, blocks);
    appendix(retro, blocks);
    operator(retro, blocks);
    let zone = Span::Text(format!(" {} {}", words::TIMES_IN, retro.zone));
    blocks.push(Block::Paragraph(vec![Span::Emphasis(words::CLOSING.to_owned()), zone]));
}

/// What could not be judged, or only in part.
fn unjudged(retro: &Retro, blocks: &mut Vec<Block>) {
    blocks.push(heading(2, words::UNJUDGED));
    let gaps: Vec<Line> = retro
        .not_judged
        .iter()
        .chain(&retro.judged_in_part)
        .map(|gap| {
            let boards =
                if gap.boards.is_empty() { String::new() } else { format!(", {}", sentences::and(&gap.boards)) };
            let rules = sentences::rules(gap.rules.len());
            vec![Span::Prose(gap.message.clone()), Span::Text(format!(" ({rules}{boards})"))]
        })
        .collect();
    if gaps.is_empty() {
        blocks.push(paragraph(words::ALL_JUDGED));
    } else {
        blocks.extend(retro.has_operator().then(|| paragraph(words::REMEDIES)));
        blocks.push(Block::List(gaps));
    }
}

/// What the charter ignores.
fn agreed(retro: &Retro, blocks: &mut Vec<Block>) {
    if retro.accepted.is_empty() {
        return;
    }
    blocks.push(heading(2, words::AGREED));
    if !retro.accepted.rows.is_empty() {
        let rows = retro.accepted.rows.iter().map(|[rule, item, what, reason]| {
            vec![vec![Span::Code(rule.clone())], text(item), text(what), text(reason)]
        });
        blocks.push(table(&[words::RULE, words::ITEM, words::WHAT, words::REASON], rows));
    }
    blocks.extend(retro.accepted.more.iter().map(paragraph));
}

/// The findings that do not fit on the cards, by rule.
fn appendix(retro: &Retro, blocks: &mut Vec<Block>) {
    if retro.appendix.is_empty() {
        return;
    }
    blocks.push(heading(2, words::APPENDIX));
    let mut folded = Vec::new();
    if retro.left_out > 0 {
        folded.push(Block::Notice(sentences::left_out(retro.left_out)));
    }
    for rest in &retro.appendix {
        let rule =
            [Span::Text(format!("{} (", rest.summary)), Span::Code(rest.rule.clone()), Span::Text(")".to_owned())];
        folded.push(Block::Heading(3, rule.into()));
        if !rest.lines.is_empty() {
            folded.push(evidence(&rest.lines));
        }
        if !rest.more.is_empty() {
            folded.push(paragraph(rest.more.as_str()));
        }
    }
    blocks.push(Block::Folded(words::APPENDIX_OPEN, folded));
}

/// What the person who runs the program can do about missing data.
fn operator(retro: &Retro, blocks: &mut Vec<Block>) {
    if !retro.has_operator() {
        return;
    }
    blocks.push(heading(2, words::OPERATOR));
    let mut folded = Vec::new();
    if !retro.operator.is_empty() {
        folded.push(Block::List(retro.operator.iter().map(|note| vec![Span::Prose(note.clone())]).collect()));
    }
    remedies(words::NOT_JUDGED, &retro.not_judged, &mut folded);
    remedies(words::JUDGED_IN_PART, &retro.judged_in_part, &mut folded);
    blocks.push(Block::Folded(words::OPERATOR_OPEN, folded));
}

fn remedies(title: &str, gaps: &[NotJudged], blocks: &mut Vec<Block>) {
    if gaps.is_empty() {
        return;
    }
    blocks.push(heading(3, title));
    let rows = gaps.iter().map(|gap| {
        let boards = if gap.boards.is_empty() { String::new() } else { format!(" ({})", sentences::and(&gap.boards)) };
        let mut rules: Line = Vec::new();
        for rule in &gap.rules {
            let lead = if rules.is_empty() { "" } else { ", " };
            rules.extend([Span::Text(lead.to_owned()), Span::Code(rule.clone())]);
        }
        vec![vec![Span::Prose(gap.message.clone()), Span::Text(boards)], vec![Span::Prose(gap.remedy.clone())], rules]
    });
    blocks.push(table(&[words::MISSING, words::HOW, words::RULES], rows));
}
