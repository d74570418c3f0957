// Go, as a peer: goroutines and wait groups. The protocol is that of ../protocol.hpp, the works those of ../trees.hpp and beside it.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func expect(holds bool, what string) {
	if !holds {
		fmt.Fprintln(os.Stderr, "wrong result: "+what)
		os.Exit(1)
	}
}

// A goroutine does not know its worker: the counters are chosen by the task's id, and raised atomically.
type account struct {
	seen   []uint8
	counts [64]struct {
		done atomic64
		_    [56]byte
	}
}

type atomic64 struct{ value uint64 }

func newAccount(tasks int) *account { return &account{seen: make([]uint8, tasks)} }

func (a *account) ran(id int) {
	a.seen[id]++
	atomic.AddUint64(&a.counts[id&63].done.value, 1)
}

func (a *account) wait() {
	for {
		var sum uint64
		for i := range a.counts {
			sum += atomic.LoadUint64(&a.counts[i].done.value)
		}
		if sum == uint64(len(a.seen)) {
			return
		}
		runtime.Gosched()
	}
}

func (a *account) check() {
	for id := range a.seen {
		expect(a.seen[id] == 1, "a task did not run exactly once")
		a.seen[id] = 0
	}
	for i := range a.counts {
		a.counts[i].done.value = 0
	}
}

func fib(n int) uint64 {
	if n < 2 {
		return uint64(n)
	}
	var second uint64
	var other sync.WaitGroup
	other.Add(1)
	go func() {
		second = fib(n - 2)
		other.Done()
	}()
	first := fib(n - 1)
	other.Wait()
	return first + second
}

func skynet(first, leaves uint64) uint64 {
	if leaves == 1 {
		return first
	}
	var sums [10]uint64
	var children sync.WaitGroup
	children.Add(10)
	for i := uint64(0); i < 10; i++ {
		go func(i uint64) {
			sums[i] = skynet(first+i*(leaves/10), leaves/10)
			children.Done()
		}(i)
	}
	children.Wait()
	var sum uint64
	for _, each := range sums {
		sum += each
	}
	return sum
}

type board [16]int8

func isSafe(queens *board, row, column int) bool {
	for above := 0; above < row; above++ {
		away := int(queens[above]) - column
		if away == 0 || away == row-above || away == above-row {
			return false
		}
	}
	return true
}

func queens(size, row int, placed *board) uint64 {
	if row == size {
		return 1
	}
	var ways [16]uint64
	var children sync.WaitGroup
	for column := 0; column < size; column++ {
		if !isSafe(placed, row, column) {
			continue
		}
		children.Add(1)
		go func(column int) {
			next := *placed
			next[row] = int8(column)
			ways[column] = queens(size, row+1, &next)
			children.Done()
		}(column)
	}
	children.Wait()
	var sum uint64
	for _, each := range ways {
		sum += each
	}
	return sum
}

type node uint64

func (n node) child(which uint64) node {
	z := uint64(n) + (which+1)*0x9e3779b97f4a7c15
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return node(z ^ (z >> 31))
}

func (n node) children() int {
	if float64(uint64(n)>>11)*(1.0/(1<<53)) < 0.1245 {
		return 8
	}
	return 0
}

func nodesAlone(from node) uint64 {
	var nodes uint64
	left := []node{from}
	for len(left) > 0 {
		n := left[len(left)-1]
		left = left[:len(left)-1]
		nodes++
		for i := 0; i < n.children(); i++ {
			left = append(left, n.child(uint64(i)))
		}
	}
	return nodes
}

func nodesBelow(from node) uint64 {
	count := from.children()
	if count == 0 {
		return 1
	}
	var nodes [8]uint64
	var children sync.WaitGroup
	children.Add(count)
	for i := 0; i < count; i++ {
		go func(i int) {
			nodes[i] = nodesBelow(from.child(uint64(i)))
			children.Done()
		}(i)
	}
	children.Wait()
	sum := uint64(1)
	for _, each := range nodes {
		sum += each
	}
	return sum
}

func nanoseconds(since time.Time) float64 { return float64(time.Since(since).Nanoseconds()) }

func timeFib(n int) []float64 {
	value, next := uint64(0), uint64(1)
	calls, before := uint64(1), uint64(1)
	for i := 0; i < n; i++ {
		value, next = next, value+next
	}
	for i := 2; i <= n; i++ {
		calls, before = calls+before+1, calls
	}
	start := time.Now()
	found := fib(n)
	spent := nanoseconds(start)
	expect(found == value, "fib")
	return []float64{spent / float64(calls)}
}

func timeSkynet(leaves int) []float64 {
	start := time.Now()
	sum := skynet(0, uint64(leaves))
	spent := nanoseconds(start)
	expect(sum == uint64(leaves)*uint64(leaves-1)/2, "skynet")
	return []float64{spent / float64((leaves*10-1)/9)}
}

func timeQueens(size int) []float64 {
	known := []uint64{1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14200, 73712, 365596}
	start := time.Now()
	ways := queens(size, 0, &board{})
	spent := nanoseconds(start)
	expect(ways == known[size], "queens")
	return []float64{spent / 1e6}
}

func treeTimer(roots int) func() []float64 {
	expected := make([]uint64, roots)
	var all uint64
	for i := range expected {
		expected[i] = nodesAlone(node(42).child(uint64(i)))
		all += expected[i]
	}
	return func() []float64 {
		nodes := make([]uint64, roots)
		start := time.Now()
		var children sync.WaitGroup
		children.Add(roots)
		for i := 0; i < roots; i++ {
			go func(i int) {
				nodes[i] = nodesBelow(node(42).child(uint64(i)))
				children.Done()
			}(i)
		}
		children.Wait()
		spent := nanoseconds(start)
		for i := range nodes {
			expect(nodes[i] == expected[i], "the tree")
		}
		return []float64{spent / float64(all)}
	}
}

func timeLocal(book *account, tasks int) []float64 {
	start := time.Now()
	var all sync.WaitGroup
	all.Add(tasks)
	for id := 0; id < tasks; id++ {
		go func(id int) {
			book.ran(id)
			all.Done()
		}(id)
	}
	all.Wait()
	spent := nanoseconds(start)
	book.check()
	return []float64{spent / float64(tasks)}
}

// A hundred million tasks, of which so many are outstanding: ns per task, and the last tenth's median by the first's.
func timeWindow(book *account, window int) []float64 {
	taken := make([]float64, 100_000_000/window)
	spent := 0.0
	for round := range taken {
		taken[round] = timeLocal(book, window)[0]
		spent += taken[round]
	}
	tenth := len(taken) / 10
	first, last := quantilesOf(taken[:tenth]), quantilesOf(taken[len(taken)-tenth:])
	return []float64{spent / float64(len(taken)), last[0] / first[0]}
}

// No goroutine is outside: the main one runs on a processor as the others do.
func timeOutside(book *account, tasks int) []float64 {
	start := time.Now()
	for id := 0; id < tasks; id++ {
		go func(id int) { book.ran(id) }(id)
	}
	book.wait()
	spent := nanoseconds(start)
	book.check()
	return []float64{spent / float64(tasks)}
}

func unevenWork(i int) uint32 {
	steps := uint32(i) * 7919 % 2000
	if i%97 == 0 {
		steps *= 20
	}
	value := uint32(i) + 1
	for k := uint32(0); k < steps; k++ {
		value ^= value << 13
		value ^= value >> 17
		value ^= value << 5
	}
	return value
}

// Go has no loop of its own: a goroutine for each of some parts.
func forEach(count, threads int, body func(int)) {
	parts := 64 * threads
	var all sync.WaitGroup
	all.Add(parts)
	for part := 0; part < parts; part++ {
		go func(part int) {
			for i := count * part / parts; i < count*(part+1)/parts; i++ {
				body(i)
			}
			all.Done()
		}(part)
	}
	all.Wait()
}

func tinyTimer(count, threads int) func() []float64 {
	seen := make([]uint16, count)
	return func() []float64 {
		times := seen[0] + 1
		start := time.Now()
		forEach(count, threads, func(i int) { seen[i]++ })
		spent := nanoseconds(start)
		for _, one := range seen {
			expect(one == times, "a position of a loop")
		}
		return []float64{spent / 1e6}
	}
}

func timeUneven(bodies, threads int) []float64 {
	results := make([]uint32, bodies)
	start := time.Now()
	forEach(bodies, threads, func(i int) { results[i] = unevenWork(i) })
	spent := nanoseconds(start)
	for i := 0; i < bodies; i += 7 {
		expect(results[i] == unevenWork(i), "an uneven body")
	}
	return []float64{spent / 1e6}
}

func timeMatrices(size, threads int) []float64 {
	left, right, product := make([]float64, size*size), make([]float64, size*size), make([]float64, size*size)
	for i := range left {
		left[i], right[i] = float64(i%7), float64(i%5)
	}
	start := time.Now()
	forEach(size, threads, func(row int) {
		out := product[row*size : (row+1)*size]
		for k := 0; k < size; k++ {
			factor := left[row*size+k]
			for column, one := range right[k*size : (k+1)*size] {
				out[column] += factor * one
			}
		}
	})
	spent := nanoseconds(start)
	expected := 0.0
	for k := 0; k < size; k++ {
		expected += left[(size-1)*size+k] * right[k*size+size-1]
	}
	expect(product[size*size-1] == expected, "a product of matrices")
	return []float64{spent / 1e6}
}

func quantilesOf(taken []float64) []float64 {
	sort.Float64s(taken)
	at := func(q float64) float64 { return taken[int(q*float64(len(taken)-1))] }
	return []float64{at(0.5), at(0.99), at(0.999)}
}

func timeStarts(samples int) []float64 {
	taken := make([]float64, samples)
	for i := range taken {
		time.Sleep(500 * time.Microsecond)
		begun := make(chan float64)
		start := time.Now()
		go func() { begun <- nanoseconds(start) / 1e3 }()
		taken[i] = <-begun
	}
	return quantilesOf(taken)
}

func timeUrgent(samples, threads int) []float64 {
	var over uint32
	var load sync.WaitGroup
	var run func()
	run = func() {
		for start := time.Now(); nanoseconds(start) < 1000; {
		}
		if atomic.LoadUint32(&over) == 0 {
			go run()
		} else {
			load.Done()
		}
	}
	load.Add(16 * threads)
	for i := 0; i < 16*threads; i++ {
		go run()
	}
	result := timeStarts(samples)
	atomic.StoreUint32(&over, 1)
	load.Wait()
	return result
}

func processorMilliseconds() float64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e6
}

func timeIdle(seconds int) []float64 {
	timeOutside(newAccount(1000), 1000)
	time.Sleep(500 * time.Millisecond)
	before := processorMilliseconds()
	time.Sleep(time.Duration(seconds) * time.Second)
	return []float64{(processorMilliseconds() - before) / float64(seconds)}
}

func residentBytes() float64 {
	statistics, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.ParseFloat(strings.Fields(string(statistics))[1], 64)
	return pages * float64(os.Getpagesize())
}

func measureMemory(tasks int) []float64 {
	over := make(chan bool)
	book := newAccount(tasks)
	before := residentBytes()
	for id := 0; id < tasks; id++ {
		go func(id int) {
			<-over
			book.ran(id)
		}(id)
	}
	grown := residentBytes() - before
	close(over)
	book.wait()
	book.check()
	return []float64{grown / float64(tasks)}
}

func works(size, threads int) map[string]func() func() []float64 {
	simple := func(once func() []float64) func() func() []float64 {
		return func() func() []float64 { return once }
	}
	booked := func(once func(*account, int) []float64) func() func() []float64 {
		return func() func() []float64 {
			book := newAccount(size)
			return func() []float64 { return once(book, size) }
		}
	}
	return map[string]func() func() []float64{
		"fib":      simple(func() []float64 { return timeFib(size) }),
		"skynet":   simple(func() []float64 { return timeSkynet(size) }),
		"queens":   simple(func() []float64 { return timeQueens(size) }),
		"tree":     func() func() []float64 { return treeTimer(size) },
		"local":    booked(timeLocal),
		"window":   booked(timeWindow),
		"worker":   booked(timeLocal), // all goroutines are on workers
		"outside":  booked(timeOutside),
		"bulk":     booked(timeOutside),
		"tiny":     func() func() []float64 { return tinyTimer(size, threads) },
		"uneven":   simple(func() []float64 { return timeUneven(size, threads) }),
		"matrices": simple(func() []float64 { return timeMatrices(size, threads) }),
		"wake":     simple(func() []float64 { return timeStarts(size) }),
		"urgent":   simple(func() []float64 { return timeUrgent(size, threads) }),
		"idle":     simple(func() []float64 { return timeIdle(size) }),
		"memory":   simple(func() []float64 { return measureMemory(size) }),
	}
}

func main() {
	if len(os.Args) == 1 {
		for name := range works(1, 1) {
			fmt.Println(name)
		}
		return
	}
	size, threads := 0, 0
	if len(os.Args) == 4 {
		size, _ = strconv.Atoi(os.Args[2])
		threads, _ = strconv.Atoi(os.Args[3])
	}
	if size < 1 || threads < 1 || works(size, threads)[os.Args[1]] == nil {
		fmt.Fprintf(os.Stderr, "usage: %s [WORK SIZE THREADS], where WORK is one of those named without\n", os.Args[0])
		os.Exit(2)
	}
	runtime.GOMAXPROCS(threads)
	once := works(size, threads)[os.Args[1]]()
	fmt.Println("ready")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		for _, figure := range once() {
			fmt.Printf("%.9g ", figure)
		}
		fmt.Println()
	}
}
