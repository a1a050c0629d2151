//! A static server for `dist/`, as plain as the hosts that the page is made for.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tiny_http::{Header, Method, Request, Response, Server};

use crate::build;
use crate::command::Outcome;
use crate::paths;

const USUAL_PORT: u16 = 8080;
/// How many ports above a taken one are tried.
const PORTS_TRIED: u16 = 20;
/// A browser opens up to six connections to one host.
const THREADS: usize = 8;

#[derive(Debug, PartialEq)]
pub struct Options {
    pub build: bool,
    /// The first port to try.
    pub port: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self { build: true, port: USUAL_PORT }
    }
}

/// Builds unless told otherwise, then serves until interrupted.
pub fn build_and_serve(options: &Options) -> Outcome {
    if options.build {
        build::build()?;
    }
    let last = options.port.saturating_add(PORTS_TRIED);
    let site = Site::open(&paths::dist(), options.port..=last)?;
    println!("Serving dist/ on {} (Ctrl+C ends it).", site.address());
    site.wait();
    Ok(())
}

/// A running server; it lives as long as the process.
pub struct Site {
    port: u16,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Site {
    /// Serves `folder` on the first free one of `ports`; port 0 is any free one.
    pub fn open(folder: &Path, ports: impl IntoIterator<Item = u16>) -> Outcome<Self> {
        if !folder.join("index.html").is_file() {
            return Err(format!("{} holds no page: run `cargo xtask build` first", folder.display()));
        }
        let folder = folder.canonicalize().map_err(|error| format!("cannot find {}: {error}", folder.display()))?;
        let mut last_error = String::from("no port to try");
        for port in ports {
            match Server::http(("127.0.0.1", port)) {
                Ok(server) => return Ok(Self::start(server, &folder)),
                Err(error) => last_error = format!("port {port}: {error}"),
            }
        }
        Err(format!("no free port: {last_error}; choose another with --port N"))
    }

    fn start(server: Server, folder: &Path) -> Self {
        let port = server.server_addr().to_ip().map_or(0, |address| address.port());
        let server = Arc::new(server);
        let serving = || {
            let (server, folder) = (Arc::clone(&server), folder.to_owned());
            std::thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    answer(request, &folder);
                }
            })
        };
        Self { port, threads: (0..THREADS).map(|_| serving()).collect() }
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    fn wait(self) {
        for thread in self.threads {
            // A thread that panicked has printed why; the others go on.
            let _ = thread.join();
        }
    }
}

fn answer(request: Request, folder: &Path) {
    let reply = if !matches!(request.method(), Method::Get | Method::Head) {
        request.respond(Response::from_string("Only GET and HEAD.\n").with_status_code(405))
    } else if let Some((path, file)) = open(folder, request.url()) {
        // A rebuilt page must show at once: nothing is taken from a cache unasked.
        let response = Response::from_file(file).with_header(header("Cache-Control", "no-cache"));
        request.respond(
            response.with_header(header("Content-Type", mime(&path))).with_header(header("X-Content-Type-Options", "nosniff")),
        )
    } else {
        request.respond(Response::from_string("Not found.\n").with_status_code(404))
    };
    // Browsers hang up on what they no longer need.
    drop(reply);
}

fn open(folder: &Path, url: &str) -> Option<(PathBuf, File)> {
    let mut path = folder.join(relative(url)?);
    if path.is_dir() {
        path = path.join("index.html");
    }
    // A link could still lead out of the folder.
    let path = path.canonicalize().ok().filter(|path| path.starts_with(folder) && path.is_file())?;
    let file = File::open(&path).ok()?;
    Some((path, file))
}

/// The path below the served folder that a request asks for; none if it tries to leave.
fn relative(url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let path = percent_decoded(path)?;
    let mut relative = PathBuf::new();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        if segment == "." || segment == ".." || segment.contains(['\\', ':', '\0']) {
            return None;
        }
        relative.push(segment);
    }
    Some(relative)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn header(name: &'static str, value: &'static str) -> Header {
    Header::from_bytes(name, value).expect("names and values above are plain ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_stays_below_the_folder() {
        assert_eq!(relative("/"), Some(PathBuf::new()));
        assert_eq!(relative("/a%20b/c.js?v=1"), Some(PathBuf::from("a b/c.js")));
        for escape in ["/../secret", "/%2e%2e/secret", "/a/..%2fb/../../c", "/..%5csecret", "/c:/secret", "/%zz", "/%2"] {
            assert_eq!(relative(escape), None, "{escape}");
        }
    }
}
