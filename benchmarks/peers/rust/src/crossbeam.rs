// crossbeam-deque: the deque by itself.
mod works;

use crossbeam_deque::{Stealer, Worker};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Instant;
use works::*;

const BURST: u64 = 64; // pushes, then as many takes

fn sum_of_first(count: u64) -> u64 {
    count * (count + 1) / 2
}

fn push_and_take(queue: &Worker<u64>, pairs: u64) -> u64 {
    let mut sum = 0;
    let mut next = 1;
    while next <= pairs {
        for _ in 0..BURST {
            queue.push(next);
            next += 1;
        }
        for _ in 0..BURST {
            sum += queue.pop().unwrap_or(0);
        }
    }
    sum
}

fn time_pairs(pairs: u64) -> Vec<f64> {
    let queue = Worker::new_lifo();
    let start = Instant::now();
    let sum = push_and_take(&queue, pairs);
    let spent = nanoseconds(start);
    expect(sum == sum_of_first(pairs), "push and take");
    vec![spent / pairs as f64]
}

fn time_robbed(pairs: u64) -> Vec<f64> {
    let queue = Worker::new_lifo();
    let stealer = queue.stealer();
    let (begun, over) = (AtomicBool::new(false), AtomicBool::new(false));
    let mut spent = 0.0;
    let sum = thread::scope(|threads| {
        let thief = threads.spawn(|| {
            begun.store(true, Ordering::Release);
            let mut stolen = 0;
            while !over.load(Ordering::Relaxed) {
                stolen += stealer.steal().success().unwrap_or(0);
            }
            stolen
        });
        while !begun.load(Ordering::Acquire) {
            thread::yield_now();
        }
        let start = Instant::now();
        let sum = push_and_take(&queue, pairs);
        spent = nanoseconds(start);
        over.store(true, Ordering::Relaxed);
        sum + thief.join().unwrap()
    });
    expect(sum == sum_of_first(pairs), "push, take and steal");
    vec![spent / pairs as f64]
}

// So many thieves empty a deque.
fn time_thieves(size: u64, threads: usize, rob: &(dyn Fn(&Stealer<u64>, &Worker<u64>) -> u64 + Sync)) -> Vec<f64> {
    let queue = Worker::new_lifo();
    for i in 1..=size {
        queue.push(i);
    }
    let (go, sum) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut start = Instant::now();
    thread::scope(|all| {
        for _ in 0..threads {
            let stealer = queue.stealer();
            let (go, sum) = (&go, &sum);
            all.spawn(move || {
                let own = Worker::new_lifo();
                let mut got = 0;
                while !go.load(Ordering::Acquire) {
                    thread::yield_now();
                }
                while !stealer.is_empty() {
                    got += rob(&stealer, &own);
                }
                sum.fetch_add(got, Ordering::AcqRel);
            });
        }
        start = Instant::now();
        go.store(true, Ordering::Release);
    });
    let spent = nanoseconds(start);
    expect(sum.load(Ordering::Acquire) == sum_of_first(size), "steals");
    vec![spent / size as f64]
}

fn make(work: &str, size: usize, threads: usize) -> Option<Once> {
    let pairs = (size as u64 + BURST - 1) / BURST * BURST;
    Some(match work {
        "pairs" => Box::new(move || time_pairs(pairs)),
        "robbed" => Box::new(move || time_robbed(pairs)),
        "steals" => Box::new(move || time_thieves(size as u64, threads, &|queue, _| queue.steal().success().unwrap_or(0))),
        "batches" => Box::new(move || {
            time_thieves(size as u64, threads, &|queue, own| {
                let _ = queue.steal_batch(own);
                std::iter::from_fn(|| own.pop()).sum()
            })
        }),
        _ => return None,
    })
}

fn main() {
    serve(&["pairs", "robbed", "steals", "batches"], &make);
}
