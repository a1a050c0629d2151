//! What a drop holds: files, and the files in its folders.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

use super::pick::files_of;

/// A folder with more than this is somebody's archive: the list would help nobody.
const FILES_MOST: usize = 400;
const DEPTH_MOST: u32 = 4;

/// To be called in the drop itself: the browser empties the transfer afterwards.
pub struct Dropped {
    entries: Vec<FileSystemEntry>,
    files: Vec<File>,
}

impl Dropped {
    #[must_use]
    pub fn take(transfer: &DataTransfer) -> Self {
        let items = transfer.items();
        let entries = (0..items.length())
            .filter_map(|index| items.get(index))
            .filter(|item| item.kind() == "file")
            .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
            .collect();
        Self { entries, files: files_of(transfer.files()) }
    }

    /// All files; those of folders need reading.
    pub async fn files(self) -> Vec<File> {
        if !self.entries.iter().any(FileSystemEntry::is_directory) {
            return self.files;
        }
        let mut files = Vec::new();
        let mut waiting: Vec<(FileSystemEntry, u32)> = self.entries.into_iter().map(|entry| (entry, 0)).collect();
        while let Some((entry, depth)) = waiting.pop() {
            if files.len() >= FILES_MOST {
                break;
            }
            if entry.is_directory() {
                if depth < DEPTH_MOST {
                    waiting.extend(children(entry.unchecked_into()).await.into_iter().map(|child| (child, depth + 1)));
                }
            } else {
                files.extend(file_of(entry.unchecked_into()).await);
            }
        }
        files
    }
}

/// A reader gives at most 100 entries at a time, and none at the end.
async fn children(folder: FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut children = Vec::new();
    loop {
        let promise = js_sys::Promise::new(&mut |resolve, reject| {
            if reader.read_entries_with_callback_and_callback(&resolve, &reject).is_err() {
                let _ = reject.call0(&JsValue::NULL);
            }
        });
        let batch = match JsFuture::from(promise).await {
            Ok(batch) => batch.unchecked_into::<Array>(),
            Err(_) => return children,
        };
        if batch.length() == 0 || children.len() >= FILES_MOST {
            return children;
        }
        children.extend(batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

async fn file_of(entry: FileSystemFileEntry) -> Option<File> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| entry.file_with_callback_and_callback(&resolve, &reject));
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}
