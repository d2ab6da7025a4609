//! Opening a file by its own name: a link that stands there is not followed, and what is no plain file is not opened.

use super::log;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _};
use std::path::Path;

/// The file at a place; `None` when there is none, or something that is no plain file.
pub fn existing(path: &Path, how: &mut OpenOptions) -> io::Result<Option<File>> {
    match by_its_name(how).open(path) {
        // Opened and then asked, so that nothing can take its place in between.
        Ok(file) => Ok(file.metadata()?.is_file().then_some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound || is_no_file(path) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A new file, or the one at the place where it is ours; `None` where something else is.
pub fn ours_or_new(path: &Path) -> io::Result<Option<File>> {
    // Never through a link: whatever stands at the place, the file is not made.
    match File::options().read(true).write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return made.map(Some),
    }
    let Some(mut file) = existing(path, File::options().read(true).write(true))? else { return Ok(None) };
    let mut first = Vec::new();
    file.by_ref().take(log::MARK.len() as u64).read_to_end(&mut first)?;
    file.rewind()?;
    Ok(log::is_ours(&first).then_some(file))
}

/// Without following links, and without waiting for the other end of a pipe.
fn by_its_name(how: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        how.custom_flags(flags.bits().cast_signed());
    }
    how
}

/// Whether it cannot be opened because of what it is: a link, a folder, a socket.
fn is_no_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|data| !data.is_file())
}
