//! Audio files in the browser's private file system (Origin Private File System), where the artist asked for it.

use js_sys::{Array, AsyncIterator, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions,
    FileSystemWritableFileStream,
};

const FOLDER: &str = "testpress";

/// A file under a name of ours: a song's own name may hold anything.
#[must_use]
pub fn key(name: &str, bytes: u64) -> String {
    // FNV-1a, 64 bit (Fowler, Noll and Vo): only to tell names apart.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{bytes}-{hash:016x}")
}

/// Keeps a copy of `file` in the place of an earlier one: a new mix may have the name and the bytes of the last.
///
/// # Errors
/// What the browser says: no such storage, or no room.
pub async fn put(key: &str, file: &File) -> Result<(), JsValue> {
    let folder = folder().await?;
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let handle: FileSystemFileHandle = JsFuture::from(folder.get_file_handle_with_options(key, &options)).await?.dyn_into()?;
    let writable: FileSystemWritableFileStream = JsFuture::from(create_writable(&handle)?).await?.dyn_into()?;
    JsFuture::from(writable.write_with_blob(file)?).await?;
    JsFuture::from(writable.close()).await?;
    Ok(())
}

/// The file, under the name that the artist knows.
///
/// # Errors
/// If it is not there, or not whole: the page may have been closed while it was written.
pub async fn get(key: &str, name: &str, bytes: u64) -> Result<File, JsValue> {
    let handle: FileSystemFileHandle = JsFuture::from(folder().await?.get_file_handle(key)).await?.dyn_into()?;
    let kept: File = JsFuture::from(handle.get_file()).await?.dyn_into()?;
    if kept.size() as u64 != bytes {
        return Err("cut short".into());
    }
    File::new_with_blob_sequence(&Array::of1(&kept), name)
}

/// The keys of all that is kept.
///
/// # Errors
/// What the browser says: no such storage.
pub async fn keys() -> Result<Vec<String>, JsValue> {
    let folder = folder().await?;
    let names: AsyncIterator = Reflect::get(&folder, &"keys".into())?.dyn_into::<Function>()?.call0(&folder)?.unchecked_into();
    let mut keys = Vec::new();
    loop {
        let next = JsFuture::from(names.next()?).await?;
        if Reflect::get(&next, &"done".into())?.is_truthy() {
            return Ok(keys);
        }
        keys.extend(Reflect::get(&next, &"value".into())?.as_string());
    }
}

/// # Errors
/// What the browser says, as while another tab writes that file.
pub async fn remove(key: &str) -> Result<(), JsValue> {
    JsFuture::from(folder().await?.remove_entry(key)).await?;
    Ok(())
}

/// Asks the browser not to clear the site's storage by itself when room gets scarce.
///
/// # Errors
/// If it can't be asked. What it answers changes nothing here.
pub async fn ask_to_stay() -> Result<(), JsValue> {
    let storage = storage()?;
    let persist: Function = Reflect::get(&storage, &"persist".into())?.dyn_into()?;
    JsFuture::from(persist.call0(&storage)?.dyn_into::<Promise>()?).await?;
    Ok(())
}

async fn folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    let storage = storage()?;
    let get: Function = Reflect::get(&storage, &"getDirectory".into())?.dyn_into()?;
    let root: FileSystemDirectoryHandle = JsFuture::from(get.call0(&storage)?.dyn_into::<Promise>()?).await?.dyn_into()?;
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    JsFuture::from(root.get_directory_handle_with_options(FOLDER, &options)).await?.dyn_into()
}

fn storage() -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    Reflect::get(&window.navigator(), &"storage".into())
}

/// Older Safaris have none on a page: then nothing is kept, and the page says so.
fn create_writable(handle: &FileSystemFileHandle) -> Result<Promise, JsValue> {
    Reflect::get(handle, &"createWritable".into())?.dyn_into::<Function>()?.call0(handle)?.dyn_into()
}
