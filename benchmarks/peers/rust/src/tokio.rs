// tokio: tasks on its multi-threaded runtime, spawned from outside.
mod works;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use works::*;

struct Load {
    over: AtomicBool,
    left: AtomicUsize,
}

// Spawns the next one by hand: a future that contained itself would have no type.
fn next(runtime: &'static Runtime, load: Arc<Load>) {
    runtime.spawn(async move {
        spin_a_microsecond();
        if load.over.load(Ordering::Relaxed) {
            load.left.fetch_sub(1, Ordering::AcqRel);
        } else {
            next(runtime, load);
        }
    });
}

fn urgent(runtime: &'static Runtime, samples: usize, threads: usize) -> Vec<f64> {
    let load = Arc::new(Load { over: AtomicBool::new(false), left: AtomicUsize::new(16 * threads) });
    for _ in 0..16 * threads {
        next(runtime, load.clone());
    }
    let taken = time_starts(samples, &|task| drop(runtime.spawn(async move { task() })));
    load.over.store(true, Ordering::Relaxed);
    while load.left.load(Ordering::Acquire) != 0 {
        std::thread::yield_now();
    }
    taken
}

fn make(work: &str, size: usize, threads: usize) -> Option<Once> {
    let runtime: &'static Runtime = Box::leak(Box::new(Builder::new_multi_thread().worker_threads(threads).build().unwrap()));
    let book: &'static Account = Box::leak(Box::new(Account::new(if matches!(work, "outside" | "memory") { size } else { 1 })));
    Some(match work {
        "outside" => Box::new(move || time_outside(book, size, &|id| drop(runtime.spawn(async move { book.ran(id) })))),
        "wake" => Box::new(move || time_starts(size, &|task| drop(runtime.spawn(async move { task() })))),
        "urgent" => Box::new(move || urgent(runtime, size, threads)),
        "idle" => Box::new(move || time_idle(size)),
        "memory" => Box::new(move || {
            measure_memory(book, size, threads, &|held| drop(runtime.spawn(async move { be_held(held) })),
                           &|id| drop(runtime.spawn(async move { book.ran(id) })))
        }),
        _ => return None,
    })
}

fn main() {
    serve(&["outside", "wake", "urgent", "idle", "memory"], &make);
}
