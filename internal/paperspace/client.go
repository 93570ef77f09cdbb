package paperspace

import (
	"context"
	"iter"
	"sync"
	"time"
)

// Client is one configured provider's view of the service: the API and what
// all operations share. Two provider blocks have two clients and share
// nothing, since their keys may belong to different teams.
type Client struct {
	API
	Options
	Watcher *Watcher
	Fleet   *Fleet[Machine]

	scriptFleet  *Fleet[Script]  // nil of a generation without scripts
	networkFleet *Fleet[Network] // nil of one without private networks
	userFleet    *Fleet[User]    // nil of one without users
	accessFleets accessFleets

	ids        *ids
	scriptIDs  *ids
	networkIDs *ids
	turns      turns
	rooms      rooms
	catalogue  catalogue
	bare       Machines // Machines without what takes more than one request
}

// Options are the settings of a [Client].
type Options struct {
	// PollInterval is the longest pause between two looks at waiting machines.
	PollInterval time.Duration
	// Region and TeamID are used for new objects that name none.
	Region, TeamID string
	// KeySource tells where the key came from, for messages; never the key.
	KeySource string
	// Preflight turns on the checks before a machine is bought.
	Preflight bool
	// Progress is told about every machine that is waited for, at every change
	// of state and at least twice a minute. May be nil.
	Progress func(ctx context.Context, p Progress)
}

// NewClient wraps api. Every call through the client's own Machines and
// Scripts is noted, so that no shared list outlives a write and everything seen
// is known.
func NewClient(api API, o Options) *Client {
	if o.PollInterval <= 0 {
		o.PollInterval = 5 * time.Second
	}
	if o.Progress == nil {
		o.Progress = func(context.Context, Progress) {}
	}
	if api.Clock == nil {
		api.Clock = time.Now
	}
	c := &Client{API: api, Options: o, ids: newIDs(), scriptIDs: newIDs(), networkIDs: newIDs()}
	tracked := &tracked{Machines: api.Machines, ids: c.ids}
	c.bare, c.API.Machines = tracked, tracked
	var shared []interface{ forget() }
	wrote := func() {
		for _, s := range shared {
			s.forget()
		}
	}
	tracked.wrote = wrote
	if api.Traits.ScriptsNameMachines {
		scripted := &scripted{Machines: tracked, scripts: api.Scripts}
		c.API.Machines = scripted
		shared = append(shared, scripted)
	}
	c.Fleet = newFleet(c.gap(), kind[Machine]{
		noun: "machine", show: c.Machines.Show,
		list: func(ctx context.Context) iter.Seq2[Machine, error] { return c.Machines.List(ctx, nil) },
	})
	shared = append(shared, c.Fleet)
	tracked.made = c.Fleet.saw
	if api.Scripts != nil {
		scripts := &trackedScripts{Scripts: api.Scripts, ids: c.scriptIDs, wrote: wrote}
		c.API.Scripts = scripts
		c.scriptFleet = newFleet(c.gap(), kind[Script]{
			noun: "script", show: c.Scripts.Show, list: whole(c.Scripts.List), partial: !api.Traits.ScriptsNameMachines,
			expect: c.Fleet.expectMissing,
		})
		shared = append(shared, c.scriptFleet)
		scripts.made = c.scriptFleet.saw
	}
	if api.ScriptEdits != nil {
		c.API.ScriptEdits = &trackedEdits{ScriptEdits: api.ScriptEdits, wrote: wrote}
	}
	if api.PrivateNetworks != nil {
		networks := &trackedNetworks{PrivateNetworks: api.PrivateNetworks, wrote: wrote}
		c.API.PrivateNetworks = networks
		c.networkFleet = newFleet(c.gap(), kind[Network]{
			noun: "private network", show: c.PrivateNetworks.Show, list: whole(c.Networks.List), expect: c.Fleet.expectMissing,
		})
		shared = append(shared, c.networkFleet)
		networks.made = c.networkFleet.saw
	}
	if api.Users != nil {
		c.userFleet = newFleet(c.gap(), listedOnly("user", whole(c.Users.List)))
	}
	c.Watcher = newWatcher(c)
	return c
}

// whole is a list of everything, for a [Fleet].
func whole[T any](list func(context.Context, Filter) ([]T, error)) func(context.Context) iter.Seq2[T, error] {
	return func(ctx context.Context) iter.Seq2[T, error] { return each(list(ctx, nil)) }
}

// Wrote says whether this client has changed anything yet.
func (c *Client) Wrote() bool { return c.ids.wrote() }

// Knows says whether this client has read, created or deleted the machine as
// one that is managed here.
func (c *Client) Knows(id string) bool { return c.ids.managed(id) }

// KnowsName says whether this client manages, as far as it has seen, a machine
// of this name.
func (c *Client) KnowsName(name string) bool { return c.ids.managedName(name) }

// Manages notes that a machine belongs to this configuration.
func (c *Client) Manages(id, name string) { c.ids.manage(id, name) }

// ids remembers the machines, or scripts, this client came across. The order
// of first sightings is what tells one that a lost create left behind from one
// that was there before.
type ids struct {
	mu    sync.Mutex
	tick  int            // counts events, so that "before" needs no clock
	first map[string]int // id → tick of its first sighting
	own   map[string]string
	names map[string]int
	wrs   int
}

func newIDs() *ids {
	return &ids{first: map[string]int{}, own: map[string]string{}, names: map[string]int{}}
}

func (s *ids) mark() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick++
	return s.tick
}

func (s *ids) saw(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.first[id]; !known {
		s.first[id] = s.tick
	}
}

// seenBefore says whether the machine was known when mark was taken.
func (s *ids) seenBefore(id string, mark int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, known := s.first[id]
	return known && at < mark
}

func (s *ids) manage(id, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.own[id]; !known {
		s.own[id] = name
		s.names[name]++
	}
}

func (s *ids) managed(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, known := s.own[id]
	return known
}

func (s *ids) managedName(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.names[name] > 0
}

func (s *ids) write() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrs++
}

func (s *ids) wrote() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wrs > 0
}
