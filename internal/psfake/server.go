package psfake

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// Server is the fake server. It is safe for concurrent use: its methods lock it.
type Server struct {
	mu sync.Mutex
	state
}

// state is everything that the fake server stores. Its methods and those of Tx require the lock.
type state struct {
	now      func() time.Time
	skew     time.Duration
	clock    *Clock // set with DrivenBy, for the admin routes
	timings  Timings
	behavior Behavior
	key      string
	strict   bool
	samples  bool

	machines  shelf[Machine]
	templates shelf[Template]
	users     shelf[User]
	networks  shelf[Network]
	scripts   shelf[Script]
	addresses shelf[Address] // static public IP addresses
	snapshots shelf[Snapshot]
	drives    shelf[SharedDrive]
	agenda    agenda

	caller, team string // the user and the team of the key
	available    map[place]bool

	journal  Journal
	faults   []*injected
	limit    limit
	changes  int // counts the changes that requests make; see Entry.Effect
	requests int

	names         *rand.Rand // IDs and handles
	chance        *rand.Rand // faults; separate, so that faults do not change the IDs
	networkCount  uint32
	privateCount  uint32
	publicCount   uint32
	reused        string // the next address that is claimed, "" for a new one
	truncateCount int
}

// Option changes a new server.
type Option func(*Server)

// WithClock sets the source of the server's time. The default is time.Now.
func WithClock(now func() time.Time) Option {
	return func(w *Server) { w.now, w.clock = now, nil }
}

// DrivenBy sets the clock of the server, which the admin routes can then advance.
func DrivenBy(c *Clock) Option {
	return func(w *Server) { w.now, w.clock = c.Now, c }
}

// WithTimings sets how long changes take.
func WithTimings(t Timings) Option { return func(w *Server) { w.timings = t } }

// WithBehavior sets the behavior. The default is Documented.
func WithBehavior(d Behavior) Option { return func(w *Server) { w.behavior = d } }

// ChangeBehavior changes the behavior of a running server.
func (w *Server) ChangeBehavior(change func(*Behavior)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.behavior)
}

// WithKey sets the API key. The default is "test-key".
func WithKey(key string) Option { return func(w *Server) { w.key = key } }

// Strict makes the server reject what other clients send but this project's client must not: keys that no source lists
// and values of another JSON type in a CORE body, and the ID of the path in a v1 body. A strict server also ignores
// parameters in undocumented places. Tests of this project's client use it.
func Strict() Option { return func(w *Server) { w.strict = true } }

// WithSamples adds the machine and the script of Paperspace's samples, ps123abc and sc123abc, so that the commands in
// those samples work.
func WithSamples() Option { return func(w *Server) { w.samples = true } }

// WithSeed sets the seed of IDs and of faults that have a Rate.
func WithSeed(seed uint64) Option {
	return func(w *Server) {
		w.names = rand.New(rand.NewPCG(seed, 1))
		w.chance = rand.New(rand.NewPCG(seed, 2))
	}
}

// New returns a server with one team, its owner, its networks, and a few templates. It has no machines and no scripts
// without WithSamples.
func New(opts ...Option) *Server {
	w := &Server{state: state{now: time.Now, key: "test-key", behavior: Documented(), available: map[place]bool{}}}
	WithSeed(1)(w)
	for _, opt := range opts {
		opt(w)
	}
	w.populate()
	if w.samples {
		w.addSamples()
	}
	return w
}

// lock locks the server, runs the steps that are due, and returns the time and the function that unlocks the server.
func (w *Server) lock() (time.Time, func()) {
	w.mu.Lock()
	now := w.now().Add(w.skew)
	w.agenda.run(now)
	return now, w.mu.Unlock
}

// begin is like lock, but returns a Tx, for changes that a request could also make.
func (w *Server) begin() (*Tx, func()) {
	now, done := w.lock()
	return w.tx(now), done
}

const idLetters = "0123456789abcdefghijklmnopqrstuvwxyz"

// newID returns a random ID for which taken returns false.
func (w *state) newID(prefix string, taken func(id string) bool) string {
	for {
		b := []byte(prefix)
		for range 7 {
			b = append(b, idLetters[w.names.IntN(len(idLetters))])
		}
		if id := string(b); !taken(id) {
			return id
		}
	}
}

func known[T any](s *shelf[T]) func(id string) bool {
	return func(id string) bool { return s.byID[id] != nil }
}

// newHandle returns a random UUID.
func (w *state) newHandle() string {
	a, b := w.names.Uint64(), w.names.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x",
		a>>32, a>>16&0xffff, a&0xfff, b>>48&0x3fff|0x8000, b&0xffffffffffff)
}
