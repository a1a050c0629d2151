//! A sound device that plays to nobody: without one, Firefox's audio never starts.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::command::Outcome;
use crate::system::Program;

/// A shell holds the device, and takes it and its folder away as soon as the pipe from here closes: however this process ends.
/// Once the device takes connections, it prints the folder, which is nobody else's (`mktemp` gives it mode 700).
const HOLD: &str = r#"
folder=$(mktemp -d) || exit
trap 'kill "$pulse" 2>/dev/null; wait "$pulse"; rm -rf "$folder"' EXIT
trap exit HUP INT PIPE TERM
HOME=$folder XDG_RUNTIME_DIR=$folder "$1" -n --daemonize=no --exit-idle-time=-1 --log-level=error \
    -L "module-native-protocol-unix socket=$folder/native auth-anonymous=1" -L "module-null-sink sink_name=nul" >&2 &
pulse=$!
for _ in $(seq 100); do
    kill -0 "$pulse" || exit
    [ -S "$folder/native" ] && break
    sleep 0.1
done
[ -S "$folder/native" ] || exit
echo "$folder"
read -r _
"#;

/// It is there for as long as this lives.
pub struct Sink {
    shell: Child,
    folder: String,
}

impl Sink {
    /// Other systems than Linux have no such device, nor need one: there Firefox uses the machine's own.
    pub fn open() -> Outcome<Option<Self>> {
        if !cfg!(target_os = "linux") {
            return Ok(None);
        }
        let mut hold = Command::new("sh");
        hold.args(["-c", HOLD, "sh"]).arg(Program::Pulseaudio.path()?).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = hold.spawn().map_err(|error| format!("cannot start `sh`: {error}"))?;
        let mut folder = String::new();
        if let Some(stdout) = shell.stdout.take() {
            // A line that can't be read is a device that isn't there.
            let _ = BufReader::new(stdout).read_line(&mut folder);
        }
        let sink = Self { shell, folder: folder.trim_end().to_owned() };
        if sink.folder.is_empty() { Err("pulseaudio gives no sound device (it said why above)".into()) } else { Ok(Some(sink)) }
    }

    /// What a program has to be told to play there. Its home is there too: Firefox refuses one that is somebody else's.
    pub fn variables(&self) -> [(&'static str, String); 3] {
        let folder = &self.folder;
        [("HOME", folder.clone()), ("XDG_RUNTIME_DIR", folder.clone()), ("PULSE_SERVER", format!("unix:{folder}/native"))]
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // Nothing is left to do about a shell that is gone already.
        let _ = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn it_is_private_takes_connections_and_leaves_nothing() {
        if Program::Pulseaudio.path().is_err() {
            println!("skipped: pulseaudio is not here");
            return;
        }
        let Some(sink) = Sink::open().expect("a device") else { return };
        let folder = sink.folder.clone();
        assert!(Path::new(&folder).join("native").exists(), "{folder}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            assert_eq!(std::fs::metadata(&folder).expect("a folder").mode() & 0o777, 0o700);
            std::os::unix::net::UnixStream::connect(format!("{folder}/native")).expect("a connection");
        }
        drop(sink);
        assert!(!Path::new(&folder).exists(), "{folder} is still there");
    }
}
