//! Charts as plain SVG: where each bar and each word stands. All lengths are tenths of a unit, whole numbers.
//!
//! Colours come from classes in `placet.css`, so that a chart can be read in the dark and in print.

use std::fmt;

/// The width of every chart.
const WIDTH: i64 = 7200;
/// Room for the words beside the columns, and for the day below them.
const LEFT: i64 = 700;
const TOP: i64 = 120;
const BOTTOM: i64 = 260;
const COLUMNS: i64 = 2000;
/// The height of a row of a chart of rows, and of its bar; room for the value behind it.
const ROW: i64 = 400;
const BAR: i64 = 140;
const VALUE: i64 = 1400;
/// So many days have their date below them, at most.
const DATES: usize = 6;

/// A length in tenths, as SVG writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(i64);

impl fmt::Display for Length {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0 / 10)?;
        if self.0 % 10 == 0 { Ok(()) } else { write!(formatter, ".{}", self.0 % 10) }
    }
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub x: Length,
    pub y: Length,
    pub width: Length,
    pub height: Length,
    /// `first` or `second`.
    pub series: &'static str,
    /// What it says when it is pointed at.
    pub title: String,
}

/// Words in a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub x: Length,
    pub y: Length,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    pub text: String,
}

/// A chart, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub title: String,
    /// What it shows, in a sentence, for whoever does not see it.
    pub description: String,
    pub width: Length,
    pub height: Length,
    /// The lines across, from where to where.
    pub lines: Vec<(Length, Length, Length)>,
    pub bars: Vec<Bar>,
    pub labels: Vec<Label>,
    /// What each series is; none where there is one.
    pub legend: Vec<(&'static str, String)>,
}

/// A series of columns: what it is called, and a value for each day with what it says.
pub struct Series {
    pub name: String,
    pub values: Vec<(i64, String)>,
}

const NAMES: [&str; 2] = ["first", "second"];

/// Columns side by side, one group for each day. `step` says what a height means (a unit of it is `unit` values).
pub fn columns(
    (title, description): (String, String),
    days: &[String],
    series: Vec<Series>,
    unit: i64,
    step: impl Fn(i64) -> String,
) -> Chart {
    let most = series.iter().flat_map(|series| &series.values).map(|value| value.0).max().unwrap_or(0);
    let top = round(ceiling(most, unit.max(1))) * unit.max(1);
    let plot = WIDTH - LEFT;
    let count = whole(days.len()).max(1);
    let width = plot / count;
    let each = (width * 8 / 10 / whole(series.len()).max(1)).max(5);
    let floor = TOP + COLUMNS;
    let mut chart = Chart {
        title,
        description,
        width: Length(WIDTH),
        height: Length(floor + BOTTOM),
        lines: Vec::new(),
        bars: Vec::new(),
        labels: Vec::new(),
        legend: Vec::new(),
    };
    for part in [0, 1, 2] {
        let y = floor - COLUMNS * part / 2;
        chart.lines.push((Length(LEFT), Length(WIDTH), Length(y)));
        chart.labels.push(Label { x: Length(LEFT - 60), y: Length(y + 40), anchor: "end", text: step(top / 2 * part) });
    }
    let every = days.len().div_ceil(DATES).max(1);
    for (place, day) in days.iter().enumerate().step_by(every) {
        let x = LEFT + width * whole(place) + width / 2;
        let anchor = if place == 0 { "start" } else { "middle" };
        let x = if place == 0 { LEFT } else { x };
        chart.labels.push(Label { x: Length(x), y: Length(floor + 180), anchor, text: day.clone() });
    }
    for ((place, series), name) in series.into_iter().enumerate().zip(NAMES) {
        for (day, (value, title)) in series.values.into_iter().enumerate() {
            let height = value * COLUMNS / top;
            let x = LEFT + width * whole(day) + width / 10 + each * whole(place);
            chart.bars.push(Bar {
                x: Length(x),
                y: Length(floor - height),
                width: Length(each),
                height: Length(height),
                series: name,
                title,
            });
        }
        chart.legend.push((name, series.name));
    }
    if chart.legend.len() < 2 {
        chart.legend.clear();
    }
    chart
}

/// Rows below each other: what each is called, its value, and what that says. `most` is the value of the whole width.
pub fn rows((title, description): (String, String), rows: Vec<(String, i64, String)>, most: i64) -> Chart {
    let mut chart = Chart {
        title,
        description,
        width: Length(WIDTH),
        height: Length(ROW * whole(rows.len())),
        lines: Vec::new(),
        bars: Vec::new(),
        labels: Vec::new(),
        legend: Vec::new(),
    };
    for (place, (name, value, said)) in rows.into_iter().enumerate() {
        let y = ROW * whole(place);
        let width = (WIDTH - VALUE) * value / most.max(1);
        chart.labels.push(Label { x: Length(0), y: Length(y + 150), anchor: "start", text: name.clone() });
        chart.labels.push(Label { x: Length(width + 80), y: Length(y + 320), anchor: "start", text: said.clone() });
        chart.bars.push(Bar {
            x: Length(0),
            y: Length(y + 200),
            width: Length(width.max(5)),
            height: Length(BAR),
            series: "first",
            title: format!("{name}: {said}"),
        });
    }
    chart
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn ceiling(value: i64, unit: i64) -> i64 {
    value / unit + i64::from(value % unit != 0)
}

/// The next round number that can be halved: 2, 4, 6, 10, 20, 40, …
fn round(least: i64) -> i64 {
    let mut power: i64 = 1;
    loop {
        for part in [2, 4, 6, 10] {
            if part * power >= least {
                return part * power;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_column_fits_below_a_round_number() {
        assert_eq!([0, 1, 3, 5, 7, 11, 41, 999].map(round), [2, 2, 4, 6, 10, 20, 60, 1000]);
        let series =
            Series { name: "in".into(), values: vec![(0, String::new()), (3, String::new()), (4, String::new())] };
        let days = ["a", "b", "c"].map(str::to_owned);
        let chart = columns((String::new(), String::new()), &days, vec![series], 1, |value| value.to_string());
        let heights: Vec<String> = chart.bars.iter().map(|bar| bar.height.to_string()).collect();
        assert_eq!(heights, ["0", "150", "200"]);
        let steps: Vec<&str> = chart.labels.iter().take(3).map(|label| label.text.as_str()).collect();
        assert_eq!(steps, ["0", "2", "4"]);
        assert!(chart.legend.is_empty(), "one series needs no legend");
    }

    #[test]
    fn a_year_of_columns_stays_within_the_chart() {
        let values = vec![(7, String::new()); 366];
        let series = || Series { name: String::new(), values: values.clone() };
        let days = vec![String::new(); 366];
        let chart = columns((String::new(), String::new()), &days, vec![series(), series()], 1, |_| String::new());
        assert!(chart.bars.iter().all(|bar| bar.x.0 + bar.width.0 <= WIDTH && bar.width.0 > 0));
    }
}
