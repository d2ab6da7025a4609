//! `fit`: which laws recorded values follow.

use std::io::{self, Write as _};
use std::path::Path;

use super::args::{ColorWhen, ColumnKind, FitArgs};
use super::failure::{Failure, say};
use super::scenario::refusal;
use super::session::width;
use crate::input::{AskedOfRecord, MeasuredColumn, RecordRequest};
use crate::jobs::{self, FitRequest, JobError};
use crate::present::{self, numbers, terminal::TerminalStyle};

/// Resamples for p.
const RESAMPLES: u32 = 999;

/// Fits laws to what is asked of a file, writes a folder and prints what it comes to.
///
/// # Errors
/// Everything that is wrong with the file, or the disk refuses.
pub fn fit(args: &FitArgs, color: ColorWhen) -> Result<(), Failure> {
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let default = || Path::new("output").join(present::folder_name(&format!("{stem}-fit")));
    let out = args.out.clone().unwrap_or_else(default);
    let request = request(args)?;
    let above = out.parent().filter(|above| !above.as_os_str().is_empty() && !above.exists());
    present::check_folder(&out)?;
    let results = jobs::fit(&request).map_err(|error| {
        // Of a refused file nothing is left: the folder above was made to see whether it can be.
        above.map(std::fs::remove_dir);
        match error {
            JobError::Rejected(rejected) => refusal(&rejected, color),
            other => Failure::usage(other.to_string()),
        }
    })?;
    let written = present::write_fit(&out, &results, request.threads)?;
    if !args.quiet {
        say(&format!("{} in {}", numbers::counted(written.files.len() as u64, "file"), out.display()));
    }
    let words = match args.json {
        true => present::fit_json(&results),
        false => present::fit_text(&results, TerminalStyle { color: color.on_stdout(), width: width() }),
    };
    Ok(writeln!(io::stdout(), "{}", words.trim_end())?)
}

fn request(args: &FitArgs) -> Result<FitRequest, Failure> {
    let asked = match (&args.column, &args.from, &args.to, &args.time) {
        (Some(column), ..) if args.kind == ColumnKind::Count => AskedOfRecord::Counts(column.clone()),
        (Some(column), ..) => AskedOfRecord::Times(MeasuredColumn::Column(column.clone())),
        (None, Some(from), Some(to), _) => {
            AskedOfRecord::Times(MeasuredColumn::Between { from: from.clone(), to: to.clone() })
        }
        (None, _, _, Some(time)) => {
            AskedOfRecord::Orders { time: time.clone(), quantity: args.quantity.clone(), item: args.item.clone() }
        }
        _ => {
            let why =
                "say what to fit: --column for numbers, --from and --to for times between dates, --time for orders";
            return Err(Failure::usage(why));
        }
    };
    let record = RecordRequest {
        file: args.file.clone(),
        bytes: None,
        asked,
        filters: args.filters.clone(),
        unit: args.unit.clone(),
        separator: args.separator,
        decimal: args.decimal,
        grain: args.grain,
    };
    let threads = args.threads.map_or(0, |threads| threads as usize);
    Ok(FitRequest { record, bucket: args.bucket, resamples: RESAMPLES, threads })
}
