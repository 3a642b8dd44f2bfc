//! A progress line on standard error, if the work takes longer than a second and a user can see it.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// The current work, and how much of it is done.
#[derive(Debug, Default)]
struct State {
    what: Mutex<String>,
    done: AtomicUsize,
}

/// The channel that stops the line, and the thread that shows it.
type Shown = (Sender<()>, JoinHandle<()>);

/// Shows the progress until it is dropped.
#[derive(Debug)]
pub(super) struct Progress {
    state: Arc<State>,
    shown: Option<Shown>,
}

impl Progress {
    /// Starts the display, unless it is not `wanted` or standard error is not a terminal.
    pub(super) fn new(wanted: bool) -> Self {
        let state = Arc::new(State::default());
        let is_seen = wanted && io::stderr().is_terminal();
        let shown = if is_seen { show(Arc::clone(&state)) } else { None };
        Self { state, shown }
    }

    /// Begins a part of the work: `reading 2000 files`.
    pub(super) fn begin(&self, what: impl Into<String>) {
        *self.state.what.lock().unwrap_or_else(PoisonError::into_inner) = what.into();
        self.state.done.store(0, Ordering::Relaxed);
    }

    /// Counts one more thing of this part as done.
    pub(super) fn step(&self) {
        self.state.done.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(not(target_family = "wasm"))]
impl State {
    fn describe(&self) -> String {
        let what = self.what.lock().unwrap_or_else(PoisonError::into_inner);
        match self.done.load(Ordering::Relaxed) {
            0 => what.clone(),
            done => format!("{what}: {done} done"),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.shown.take() {
            drop(stop);
            // The thread ends within one tick and clears its line, so that the next output begins on an empty
            // one.
            let _ = thread.join();
        }
    }
}

/// Shows a line that follows `state` until it is stopped.
#[cfg(not(target_family = "wasm"))]
fn show(state: Arc<State>) -> Option<Shown> {
    use std::sync::mpsc::{self, RecvTimeoutError};
    use std::thread;
    use std::time::Duration;

    use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

    /// Work that ends earlier shows no line.
    const PATIENCE: Duration = Duration::from_secs(1);
    const TICK: Duration = Duration::from_millis(100);

    let (stop, stopped) = mpsc::channel();
    let thread = thread::spawn(move || {
        if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_elapsed(PATIENCE);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            line.set_style(style);
        }
        while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            line.set_message(state.describe());
            line.tick();
        }
        line.finish_and_clear();
    });
    Some((stop, thread))
}

/// WebAssembly has no thread that could show a line during the work.
#[cfg(target_family = "wasm")]
fn show(_: Arc<State>) -> Option<Shown> {
    None
}
