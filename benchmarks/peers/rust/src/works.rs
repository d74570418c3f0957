// What both Rust peers do alike: the account, the works' bodies and the protocol of ../protocol.hpp.
#![allow(dead_code)]

use std::cell::Cell;
use std::io::BufRead;
use std::sync::atomic::{AtomicU64, AtomicU8, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

pub type Once = Box<dyn FnMut() -> Vec<f64>>;

pub fn expect(holds: bool, what: &str) {
    if !holds {
        eprintln!("wrong result: {what}");
        std::process::exit(1);
    }
}

pub fn nanoseconds(since: Instant) -> f64 {
    since.elapsed().as_nanos() as f64
}

#[repr(align(64))]
struct Count(AtomicUsize);

// Marks the task's id, and counts it for the thread that runs it.
pub struct Account {
    seen: Vec<AtomicU8>,
    counts: Vec<Count>,
}

static THREADS: AtomicUsize = AtomicUsize::new(0);
thread_local! {
    static SLOT: Cell<usize> = Cell::new(THREADS.fetch_add(1, Ordering::Relaxed) % 64);
}

impl Account {
    pub fn new(tasks: usize) -> Account {
        Account {
            seen: (0..tasks).map(|_| AtomicU8::new(0)).collect(),
            counts: (0..64).map(|_| Count(AtomicUsize::new(0))).collect(),
        }
    }

    pub fn ran(&self, id: usize) {
        let seen = &self.seen[id];
        seen.store(seen.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        let own = &self.counts[SLOT.with(|slot| slot.get())].0;
        own.store(own.load(Ordering::Relaxed) + 1, Ordering::Release);
    }

    pub fn wait(&self) {
        while self.counts.iter().map(|count| count.0.load(Ordering::Acquire)).sum::<usize>() != self.seen.len() {
            std::thread::yield_now();
        }
    }

    pub fn check(&self) {
        for one in &self.seen {
            expect(one.swap(0, Ordering::Relaxed) == 1, "a task did not run exactly once");
        }
        for count in &self.counts {
            count.0.store(0, Ordering::Relaxed);
        }
    }
}

pub fn value_of_fib(n: usize) -> u64 {
    (0..n).fold((0, 1), |(value, next), _| (next, value + next)).0
}

pub fn calls_of_fib(n: usize) -> f64 {
    (2..=n).fold((1u64, 1u64), |(calls, before), _| (calls + before + 1, calls)).0 as f64
}

pub type Board = [i8; 16];

pub const WAYS: [u64; 15] = [1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14200, 73712, 365596];

pub fn is_safe(queens: &Board, row: usize, column: usize) -> bool {
    (0..row).all(|above| {
        let away = i64::from(queens[above]) - column as i64;
        let rows = (row - above) as i64;
        away != 0 && away != rows && away != -rows
    })
}

#[derive(Clone, Copy)]
pub struct Node(pub u64);

impl Node {
    pub fn child(self, which: u64) -> Node {
        let mut z = self.0.wrapping_add((which + 1).wrapping_mul(0x9e3779b97f4a7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d049bb133111eb);
        Node(z ^ (z >> 31))
    }

    pub fn children(self) -> usize {
        if (self.0 >> 11) as f64 * (1.0 / (1u64 << 53) as f64) < 0.1245 { 8 } else { 0 }
    }
}

pub fn nodes_alone(from: Node) -> u64 {
    let mut nodes = 0;
    let mut left = vec![from];
    while let Some(node) = left.pop() {
        nodes += 1;
        left.extend((0..node.children()).map(|i| node.child(i as u64)));
    }
    nodes
}

pub fn uneven_work(i: usize) -> u32 {
    let steps = (i as u32).wrapping_mul(7919) % 2000 * if i % 97 == 0 { 20 } else { 1 };
    let mut value = i as u32 + 1;
    for _ in 0..steps {
        value ^= value << 13;
        value ^= value >> 17;
        value ^= value << 5;
    }
    value
}

pub fn quantiles_of(mut taken: Vec<f64>) -> Vec<f64> {
    taken.sort_by(f64::total_cmp);
    let at = |q: f64| taken[(q * (taken.len() - 1) as f64) as usize];
    vec![at(0.5), at(0.99), at(0.999)]
}

// From a spawn to the start of the task, us.
pub fn time_starts(samples: usize, spawn: &dyn Fn(Box<dyn FnOnce() + Send>)) -> Vec<f64> {
    let mut taken = Vec::new();
    for _ in 0..samples {
        std::thread::sleep(Duration::from_micros(500));
        let (tell, told) = std::sync::mpsc::channel();
        let start = Instant::now();
        spawn(Box::new(move || tell.send(nanoseconds(start) / 1e3).unwrap()));
        taken.push(told.recv().unwrap());
    }
    quantiles_of(taken)
}

pub fn time_outside(book: &'static Account, tasks: usize, spawn: &dyn Fn(usize)) -> Vec<f64> {
    let start = Instant::now();
    for id in 0..tasks {
        spawn(id);
    }
    book.wait();
    let spent = nanoseconds(start);
    book.check();
    vec![spent / tasks as f64]
}

// A hundred million tasks, of which so many are outstanding: ns per task, and the last tenth's median by the first's.
pub fn time_window(window: usize, once: &dyn Fn() -> f64) -> Vec<f64> {
    let taken: Vec<f64> = (0..100_000_000 / window).map(|_| once()).collect();
    let tenth = taken.len() / 10;
    let median = |part: &[f64]| quantiles_of(part.to_vec())[0];
    vec![taken.iter().sum::<f64>() / taken.len() as f64, median(&taken[taken.len() - tenth..]) / median(&taken[..tenth])]
}

// Of all threads.
fn processor_milliseconds() -> f64 {
    let of = |task: std::io::Result<std::fs::DirEntry>| {
        let text = std::fs::read_to_string(task.unwrap().path().join("schedstat")).unwrap();
        text.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e6
    };
    std::fs::read_dir("/proc/self/task").unwrap().map(of).sum()
}

pub fn time_idle(seconds: usize) -> Vec<f64> {
    std::thread::sleep(Duration::from_millis(500));
    let before = processor_milliseconds();
    std::thread::sleep(Duration::from_secs(seconds as u64));
    vec![(processor_milliseconds() - before) / seconds as f64]
}

fn resident_bytes() -> f64 {
    let statistics = std::fs::read_to_string("/proc/self/statm").unwrap();
    statistics.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 4096.0
}

// Of tasks that wait for busy threads.
pub fn measure_memory(book: &'static Account, tasks: usize, threads: usize, hold: &dyn Fn(&'static AtomicU64),
                      spawn: &dyn Fn(usize)) -> Vec<f64> {
    let held: &'static AtomicU64 = Box::leak(Box::new(AtomicU64::new(0)));
    for _ in 0..threads {
        hold(held);
    }
    while held.load(Ordering::Acquire) != threads as u64 {
        std::thread::sleep(Duration::from_micros(100));
    }
    let before = resident_bytes();
    for id in 0..tasks {
        spawn(id);
    }
    let grown = resident_bytes() - before;
    held.store(u64::MAX, Ordering::Release);
    book.wait();
    book.check();
    vec![grown / tasks as f64]
}

// Raises the count and stays until it is told to go.
pub fn be_held(held: &AtomicU64) {
    held.fetch_add(1, Ordering::AcqRel);
    while held.load(Ordering::Acquire) != u64::MAX {
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub fn spin_a_microsecond() {
    let start = Instant::now();
    while nanoseconds(start) < 1000.0 {}
}

// `make` returns a work, or nothing for a name that it does not know.
pub fn serve(names: &[&str], make: &dyn Fn(&str, usize, usize) -> Option<Once>) {
    let words: Vec<String> = std::env::args().collect();
    if words.len() == 1 {
        for name in names {
            println!("{name}");
        }
        return;
    }
    let number = |i: usize| words.get(i).and_then(|word| word.parse::<usize>().ok()).unwrap_or(0);
    let (size, threads) = (number(2), number(3));
    let made = if words.len() == 4 && size > 0 && threads > 0 { make(&words[1], size, threads) } else { None };
    let mut once = made.unwrap_or_else(|| {
        eprintln!("usage: {} [WORK SIZE THREADS], where WORK is one of those named without", words[0]);
        std::process::exit(2);
    });
    println!("ready");
    for line in std::io::stdin().lock().lines() {
        line.unwrap();
        let figures: Vec<String> = once().iter().map(|figure| format!("{figure:.9}")).collect();
        println!("{}", figures.join(" "));
    }
}
