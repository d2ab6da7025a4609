//! The program: read the arguments, do the command, choose the exit code.

use std::process::ExitCode;

use pushpull::cli::{self, Args, Command};

#[global_allocator]
static MEMORY: cli::Memory = cli::Memory;

fn main() -> ExitCode {
    cli::listen();
    cli::guarded(|| {
        let Some(args) = Args::read(std::env::args_os())? else { return Ok(()) };
        match args.command {
            Command::New { template, folder } => cli::new(template.as_deref(), &folder),
            Command::Check { scenario } => cli::check(&scenario, args.color),
            Command::Run { scenario, at_best: true, budget, run, .. } => {
                cli::at_best(&scenario, budget.as_deref(), &run, args.color)
            }
            Command::Run { scenario, at_best: false, run, extend, .. } => cli::run(&scenario, &run, extend, args.color),
            Command::Optimize { scenario, goal, decoupling: true, run } => {
                cli::decoupling(&scenario, &goal, &run, args.color)
            }
            Command::Optimize { scenario, goal, decoupling: false, run } => {
                cli::optimize(&scenario, &goal, &run, args.color)
            }
            Command::Frontier { scenario, frontier, run } => cli::frontier(&scenario, &frontier, &run, args.color),
            Command::Sweep { scenario, sweep, run } => cli::sweep(&scenario, &sweep, &run, args.color),
            Command::Plan(planned) => cli::plan(&planned, args.color),
            Command::Work(work) => cli::work(&work, args.color),
            Command::Merge(merge) => cli::merge(&merge, args.color),
            Command::Trace { scenario, trace } => cli::trace(&scenario, &trace, args.color),
            Command::Fit(record) => cli::fit(&record, args.color),
            Command::Verify(verify) => cli::verify(&verify),
            Command::Compare(compared) => cli::compare(&compared, args.color),
            Command::Report { folder } => cli::report(&folder),
            Command::Clean { folder } => cli::clean(&folder),
            Command::Schema => cli::schema(),
            Command::Completions { shell } => cli::completions(shell),
            Command::Man { command } => cli::man(command.as_deref()),
        }
    })
}
