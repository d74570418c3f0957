// rayon: join, scope, spawn, parallel iterators and sort.
mod works;

use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::Instant;
use works::*;

fn fib(n: usize) -> u64 {
    if n < 2 {
        return n as u64;
    }
    let (first, second) = rayon::join(|| fib(n - 1), || fib(n - 2));
    first + second
}

fn skynet(first: u64, leaves: u64) -> u64 {
    if leaves == 1 {
        return first;
    }
    let mut sums = [0; 10];
    rayon::scope(|children| {
        for (i, sum) in sums.iter_mut().enumerate() {
            children.spawn(move |_| *sum = skynet(first + i as u64 * (leaves / 10), leaves / 10));
        }
    });
    sums.iter().sum()
}

fn queens(size: usize, row: usize, placed: &Board) -> u64 {
    if row == size {
        return 1;
    }
    let mut ways = [0; 16];
    rayon::scope(|children| {
        for (column, found) in ways.iter_mut().enumerate().take(size) {
            if is_safe(placed, row, column) {
                children.spawn(move |_| {
                    let mut next = *placed;
                    next[row] = column as i8;
                    *found = queens(size, row + 1, &next);
                });
            }
        }
    });
    ways.iter().sum()
}

fn nodes_below(from: Node) -> u64 {
    let count = from.children();
    if count == 0 {
        return 1;
    }
    let mut nodes = [0; 8];
    rayon::scope(|children| {
        for (i, below) in nodes.iter_mut().enumerate().take(count) {
            children.spawn(move |_| *below = nodes_below(from.child(i as u64)));
        }
    });
    1 + nodes.iter().sum::<u64>()
}

fn time_local(book: &Account, tasks: usize) -> Vec<f64> {
    let start = Instant::now();
    rayon::scope(|all| {
        for id in 0..tasks {
            all.spawn(move |_| book.ran(id));
        }
    });
    let spent = nanoseconds(start);
    book.check();
    vec![spent / tasks as f64]
}

fn urgent(samples: usize, threads: usize) -> Vec<f64> {
    struct Load {
        over: AtomicBool,
        left: AtomicUsize,
    }
    fn run(load: Arc<Load>) {
        spin_a_microsecond();
        if load.over.load(Ordering::Relaxed) {
            load.left.fetch_sub(1, Ordering::AcqRel);
        } else {
            rayon::spawn(move || run(load));
        }
    }
    let load = Arc::new(Load { over: AtomicBool::new(false), left: AtomicUsize::new(16 * threads) });
    for _ in 0..16 * threads {
        let own = load.clone();
        rayon::spawn(move || run(own));
    }
    let taken = time_starts(samples, &|task| rayon::spawn(task));
    load.over.store(true, Ordering::Relaxed);
    while load.left.load(Ordering::Acquire) != 0 {
        std::thread::yield_now();
    }
    taken
}

// The main thread hands the work in and waits; all threads are the pool's.
fn inside<T: Send>(body: impl FnOnce() -> T + Send) -> T {
    rayon::scope(|_| body())
}

fn make(work: &str, size: usize, threads: usize) -> Option<Once> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().unwrap();
    let book: &'static Account = Box::leak(Box::new(Account::new(if matches!(work, "local" | "worker" | "window" | "outside" | "bulk" | "memory") { size } else { 1 })));
    Some(match work {
        "fib" => Box::new(move || {
            let start = Instant::now();
            let value = inside(|| fib(size));
            let spent = nanoseconds(start);
            expect(value == value_of_fib(size), "fib");
            vec![spent / calls_of_fib(size)]
        }),
        "skynet" => Box::new(move || {
            let start = Instant::now();
            let sum = inside(|| skynet(0, size as u64));
            let spent = nanoseconds(start);
            expect(sum == size as u64 * (size as u64 - 1) / 2, "skynet");
            vec![spent / ((size * 10 - 1) / 9) as f64]
        }),
        "queens" => Box::new(move || {
            let start = Instant::now();
            let ways = inside(|| queens(size, 0, &[0; 16]));
            let spent = nanoseconds(start);
            expect(ways == WAYS[size], "queens");
            vec![spent / 1e6]
        }),
        "tree" => {
            let expected: Vec<u64> = (0..size).map(|i| nodes_alone(Node(42).child(i as u64))).collect();
            Box::new(move || {
                let mut nodes = vec![0; size];
                let start = Instant::now();
                rayon::scope(|children| {
                    for (i, below) in nodes.iter_mut().enumerate() {
                        children.spawn(move |_| *below = nodes_below(Node(42).child(i as u64)));
                    }
                });
                let spent = nanoseconds(start);
                expect(nodes == expected, "the tree");
                vec![spent / expected.iter().sum::<u64>() as f64]
            })
        }
        // All threads are workers.
        "local" | "worker" => Box::new(move || inside(|| time_local(book, size))),
        "window" => Box::new(move || time_window(size, &|| inside(|| time_local(book, size))[0])),
        "tiny" => {
            let mut seen = vec![0u16; size];
            Box::new(move || {
                let times = seen[0] + 1;
                let start = Instant::now();
                seen.par_iter_mut().for_each(|one| *one += 1);
                let spent = nanoseconds(start);
                expect(seen.iter().all(|one| *one == times), "a position of a loop");
                vec![spent / 1e6]
            })
        }
        "uneven" => Box::new(move || {
            let mut results = vec![0; size];
            let start = Instant::now();
            results.par_iter_mut().enumerate().for_each(|(i, result)| *result = uneven_work(i));
            let spent = nanoseconds(start);
            expect((0..size).step_by(7).all(|i| results[i] == uneven_work(i)), "an uneven body");
            vec![spent / 1e6]
        }),
        "matrices" => Box::new(move || {
            let left: Vec<f64> = (0..size * size).map(|i| (i % 7) as f64).collect();
            let right: Vec<f64> = (0..size * size).map(|i| (i % 5) as f64).collect();
            let mut product = vec![0f64; size * size];
            let start = Instant::now();
            product.par_chunks_mut(size).zip(left.par_chunks(size)).for_each(|(out, factors)| {
                for (k, factor) in factors.iter().enumerate() {
                    for (sum, one) in out.iter_mut().zip(&right[k * size..(k + 1) * size]) {
                        *sum += factor * one;
                    }
                }
            });
            let spent = nanoseconds(start);
            let expected: f64 = (0..size).map(|k| left[(size - 1) * size + k] * right[k * size + size - 1]).sum();
            expect(product[size * size - 1] == expected, "a product of matrices");
            vec![spent / 1e6]
        }),
        "sort" => Box::new(move || {
            let mut state = Node(7);
            let mut values: Vec<u32> = (0..size)
                .map(|_| {
                    state = state.child(0);
                    state.0 as u32
                })
                .collect();
            let start = Instant::now();
            values.par_sort_unstable();
            let spent = nanoseconds(start);
            expect(values.windows(2).all(|two| two[0] <= two[1]), "a sort");
            vec![spent / 1e6]
        }),
        "outside" | "bulk" => Box::new(move || time_outside(book, size, &|id| rayon::spawn(move || book.ran(id)))),
        "wake" => Box::new(move || time_starts(size, &|task| rayon::spawn(task))),
        "urgent" => Box::new(move || urgent(size, threads)),
        "idle" => Box::new(move || {
            rayon::scope(|_| ());
            time_idle(size)
        }),
        "memory" => Box::new(move || {
            measure_memory(book, size, threads, &|held| rayon::spawn(move || be_held(held)),
                           &|id| rayon::spawn(move || book.ran(id)))
        }),
        _ => return None,
    })
}

fn main() {
    serve(&["fib", "skynet", "queens", "tree", "local", "worker", "window", "tiny", "uneven", "matrices", "sort", "outside", "bulk",
            "wake", "urgent", "idle", "memory"], &make);
}
