//! A static server for `dist/`, as plain as the hosts that the page is made for.

use std::net::TcpListener;
use std::path::Path;
use std::thread::JoinHandle;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use tokio::runtime;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::build;
use crate::command::Outcome;
use crate::paths;

const USUAL_PORT: u16 = 8080;
/// How many ports above a taken one are tried.
const PORTS_TRIED: u16 = 20;

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
    site.wait()
}

/// A running server; it lives as long as the process.
pub struct Site {
    port: u16,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Site {
    /// Serves `folder` on the first free one of `ports`; port 0 is any free one.
    pub fn open(folder: &Path, ports: impl IntoIterator<Item = u16>) -> Outcome<Self> {
        if !folder.join("index.html").is_file() {
            return Err(format!("{} holds no page: run `cargo xtask build` first", folder.display()));
        }
        let mut last_error = String::from("no port to try");
        for port in ports {
            match TcpListener::bind(("127.0.0.1", port)) {
                Ok(listener) => return Self::start(listener, folder).map_err(|error| format!("port {port}: {error}")),
                Err(error) => last_error = format!("port {port}: {error}"),
            }
        }
        Err(format!("no free port: {last_error}; choose another with --port N"))
    }

    fn start(listener: TcpListener, folder: &Path) -> std::io::Result<Self> {
        let port = listener.local_addr()?.port();
        listener.set_nonblocking(true)?;
        let site = site(folder);
        let serving = std::thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
            runtime.block_on(async { axum::serve(tokio::net::TcpListener::from_std(listener)?, site).await })
        });
        Ok(Self { port, serving })
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    fn wait(self) -> Outcome {
        match self.serving.join() {
            Ok(ended) => ended.map_err(|error| format!("the server ended: {error}")),
            Err(_) => Err("the server ended; why is printed above".into()),
        }
    }
}

/// A rebuilt page must show at once: nothing is taken from a cache unasked. Nothing is taken for what it does not say it is. Who
/// reads brotli is sent the `.br` beside a file, where there is one.
fn site(folder: &Path) -> Router {
    let always = |name: HeaderName, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    Router::new()
        .fallback_service(ServeDir::new(folder).precompressed_br())
        .layer(always(header::CACHE_CONTROL, "no-cache"))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::path::PathBuf;
    use std::time::Duration;

    use super::*;
    use crate::compress;

    /// A folder with a page beside a file that is nobody's business.
    fn served(name: &str) -> (PathBuf, Site) {
        let root = std::env::temp_dir().join(format!("testpress-serve-{name}-{}", std::process::id()));
        let dist = root.join("dist");
        std::fs::create_dir_all(dist.join("a b")).unwrap();
        std::fs::write(root.join("secret"), "secret").unwrap();
        std::fs::write(dist.join("index.html"), "the page").unwrap();
        std::fs::write(dist.join("a b/app.wasm"), "\0asm").unwrap();
        let site = Site::open(&dist, [0]).unwrap();
        (root, site)
    }

    fn connect(site: &Site) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", site.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    fn ask(stream: &mut TcpStream, method: &str, path: &str) {
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    }

    /// The first bytes of the answer; the connection stays open.
    fn answer(stream: &mut TcpStream) -> String {
        let mut bytes = [0; 2048];
        let read = stream.read(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..read]).to_lowercase()
    }

    fn asked(site: &Site, method: &str, path: &str) -> String {
        let mut stream = connect(site);
        ask(&mut stream, method, path);
        answer(&mut stream)
    }

    #[test]
    fn files_come_with_their_types_and_unasked_from_no_cache() {
        let (root, site) = served("types");
        for (path, kind) in [("/", "text/html"), ("/index.html?v=1", "text/html"), ("/a%20b/app.wasm", "application/wasm")] {
            let answer = asked(&site, "GET", path);
            assert!(answer.starts_with("http/1.1 200"), "{path}: {answer}");
            assert!(answer.contains(&format!("content-type: {kind}")), "{path}: {answer}");
            assert!(answer.contains("cache-control: no-cache") && answer.contains("nosniff"), "{path}: {answer}");
        }
        assert!(asked(&site, "POST", "/").starts_with("http/1.1 405"));
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn who_reads_brotli_is_sent_the_shorter_file() {
        let (root, site) = served("brotli");
        let long = "the same words again and again ".repeat(200);
        let name = "app-12.js".to_string();
        std::fs::write(root.join("dist").join(&name), &long).unwrap();
        compress::compress(&root.join("dist"), std::slice::from_ref(&name), &root.join("kept")).unwrap();
        for (accepted, is_shorter) in [("gzip, br", true), ("gzip", false), ("br;q=0", false)] {
            let (head, body) = whole(&site, &name, accepted);
            assert!(head.starts_with("http/1.1 200") && head.contains("content-type: text/javascript"), "{accepted}: {head}");
            assert!(head.contains("vary: accept-encoding"), "{accepted}: {head}");
            assert!(head.contains("cache-control: no-cache") && head.contains("nosniff"), "{accepted}: {head}");
            assert_eq!(head.contains("content-encoding: br"), is_shorter, "{accepted}: {head}");
            let plain = if is_shorter { compress::decoded(&body) } else { body };
            assert_eq!(plain, long.as_bytes(), "{accepted}");
        }
        // Where there is no such file, the plain one comes.
        let (head, body) = whole(&site, "a%20b/app.wasm", "br");
        assert!(!head.contains("content-encoding") && body == b"\0asm", "{head}");
        std::fs::remove_dir_all(root).unwrap();
    }

    /// Head and body, to the end of the connection.
    fn whole(site: &Site, path: &str, accepted: &str) -> (String, Vec<u8>) {
        let mut stream = connect(site);
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {accepted}\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&bytes[..end]).to_lowercase(), bytes.split_off(end + 4))
    }

    #[test]
    fn a_request_stays_below_the_folder() {
        let (root, site) = served("below");
        for escape in
            ["/../secret", "/%2e%2e/secret", "/a%20b/..%2f..%2fsecret", "/..%5csecret", "//secret", "/c:/secret", "/%zz"]
        {
            let answer = asked(&site, "GET", escape);
            assert!(answer.starts_with("http/1.1 4") && !answer.contains("secret"), "{escape}: {answer}");
        }
        std::fs::remove_dir_all(root).unwrap();
    }

    /// A browser keeps connections open, and opens some that it never uses.
    #[test]
    fn no_connection_waits_for_idle_ones() {
        let (root, site) = served("idle");
        for _ in 0..20 {
            let idle: Vec<_> = (0..12).map(|_| connect(&site)).collect();
            let mut busy: Vec<_> = (0..12).map(|_| connect(&site)).collect();
            for stream in &mut busy {
                ask(stream, "GET", "/");
            }
            for stream in &mut busy {
                assert!(answer(stream).starts_with("http/1.1 200"));
            }
            drop(idle);
        }
        std::fs::remove_dir_all(root).unwrap();
    }
}
