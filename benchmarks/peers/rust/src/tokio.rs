// tokio: tasks on its multi-threaded runtime, spawned from outside.
mod works;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::Instant;
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

// A task spawns them and awaits each.
fn time_worker(runtime: &'static Runtime, book: &'static Account, tasks: usize) -> Vec<f64> {
    let spawner = runtime.spawn(async move {
        let start = Instant::now();
        let all: Vec<_> = (0..tasks).map(|id| runtime.spawn(async move { book.ran(id) })).collect();
        for one in all {
            one.await.unwrap();
        }
        nanoseconds(start)
    });
    let spent = runtime.block_on(spawner).unwrap();
    book.check();
    vec![spent / tasks as f64]
}

fn make(work: &str, size: usize, threads: usize) -> Option<Once> {
    let runtime: &'static Runtime = Box::leak(Box::new(Builder::new_multi_thread().worker_threads(threads).build().unwrap()));
    let book: &'static Account = Box::leak(Box::new(Account::new(if matches!(work, "worker" | "outside" | "bulk" | "memory") { size } else { 1 })));
    Some(match work {
        "worker" => Box::new(move || time_worker(runtime, book, size)),
        "outside" | "bulk" => Box::new(move || time_outside(book, size, &|id| drop(runtime.spawn(async move { book.ran(id) })))),
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
    serve(&["worker", "outside", "bulk", "wake", "urgent", "idle", "memory"], &make);
}
