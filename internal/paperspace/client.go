package paperspace

import (
	"context"
	"iter"
	"sync/atomic"
	"time"
)

// Client is one configured provider's view of Paperspace: the API and what
// all operations share. Two provider blocks have two clients and share
// nothing, because their keys can belong to different teams.
type Client struct {
	API
	Options
	Reports    Reports
	Watcher    *Watcher
	BulkReader *BulkReader[Machine]

	// The kinds that this API version has; they hide the parts of API of the same name.
	PrivateNetworks *Kind[Network, NetworkCreate]
	PublicIPs       *Kind[PublicIP, PublicIPClaim]
	Snapshots       *Kind[Snapshot, SnapshotCreate]
	CustomTemplates *Kind[Template, TemplateCreate]
	SharedDrives    *Kind[SharedDrive, SharedDriveCreate]
	Scripts         *Kind[Script, ScriptCreate]

	userFleet     *BulkReader[User] // nil of an API version without users
	accessReaders accessReaders
	shared        []interface{ forget() } // lists that a write makes outdated

	creates    keyedMutex // by kind and name
	stops      keyedMutex // of [Client.WhileOff], by machine
	writes     atomic.Int64
	capacities capacities
	templates  shared[[]Template]
	networks   shared[[]Network]
	addresses  shared[[]PublicIP]
	bare       Machines // Machines without what takes more than one request
}

// Options are the settings of a [Client].
type Options struct {
	// PollInterval is the longest pause between two looks at waiting machines.
	PollInterval time.Duration
	// RequestTimeout is how long one attempt of one request might take.
	RequestTimeout time.Duration
	// Region and TeamID are used for new objects that name none.
	Region, TeamID string
	// KeySource names where the key came from, for messages; never the key.
	KeySource string
	// Preflight turns on the checks before a machine is created.
	Preflight bool
	// Progress is called for every machine that is waited for, at every change
	// of state and at least twice a minute. May be nil.
	Progress func(ctx context.Context, p Progress)
}

// NewClient wraps api. Every call through the client's own Machines and
// kinds is noted, so that no shared list outlives a write and everything seen
// is known.
func NewClient(api API, o Options) *Client {
	if o.PollInterval <= 0 {
		o.PollInterval = 5 * time.Second
	}
	if o.Progress == nil {
		o.Progress = func(context.Context, Progress) {}
	}
	c := &Client{API: api, Options: o}
	machinesSeen := newRegistry()
	tracked := &tracked{Machines: api.Machines, seen: machinesSeen, wrote: c.wrote}
	c.bare, c.API.Machines = tracked, tracked
	if api.Traits.ScriptsNameMachines {
		scripted := &scripted{Machines: tracked, scripts: api.Scripts}
		c.API.Machines = scripted
		c.shared = append(c.shared, scripted)
	}
	c.BulkReader = newBulkReader(c.gap(), source[Machine]{
		noun: "machine", show: c.Machines.Show,
		list: func(ctx context.Context) iter.Seq2[Machine, error] { return c.Machines.List(ctx, nil) },
		seen: machinesSeen, first: c.firstShows(),
	})
	c.BulkReader.fresh = newFreshLists(c.gather(), func(ctx context.Context) iter.Seq2[Machine, error] { return c.bare.List(ctx, nil) })
	c.shared = append(c.shared, c.BulkReader)
	tracked.made = c.BulkReader.saw
	if api.Scripts != nil {
		c.Scripts = newKind(c, api.Scripts, kindOptions{noun: "script", free: true, unique: true, partial: !api.Traits.ScriptsNameMachines})
		c.Scripts.destroy, c.Scripts.compare = c.destroyScript, c.compareScript
		c.Scripts.examine, c.Scripts.explain = c.examineScript, c.withNamesake
	}
	if api.ScriptEdits != nil {
		c.API.ScriptEdits = &trackedEdits{ScriptEdits: api.ScriptEdits, wrote: c.wrote, busy: c.whileBusy}
	}
	if api.PrivateNetworks != nil {
		c.PrivateNetworks = newKind(c, api.PrivateNetworks, kindOptions{noun: "private network", listed: api.Traits.NetworksListed, kept: api.Traits.NetworksListed})
		c.PrivateNetworks.destroy = c.destroyNetwork
		c.API.Networks = c.PrivateNetworks
	}
	if api.PublicIPs != nil {
		c.PublicIPs = newKind(c, api.PublicIPs, kindOptions{noun: "public IP address", listed: true, called: "%s in %s", recycled: true})
	}
	if api.Snapshots != nil {
		c.Snapshots = newKind(c, api.Snapshots, kindOptions{noun: "snapshot"})
		c.Snapshots.destroy = c.destroySnapshot
	}
	if api.CustomTemplates != nil {
		c.CustomTemplates = newKind(c, api.CustomTemplates, kindOptions{noun: "custom template"})
		c.CustomTemplates.destroy = c.destroyTemplate
	}
	if api.SharedDrives != nil {
		c.SharedDrives = newKind(c, api.SharedDrives, kindOptions{noun: "shared drive"})
	}
	if api.Access != nil {
		c.API.Access = &patientAccess{api.Access, c.whileBusy}
	}
	if api.Users != nil {
		c.userFleet = newBulkReader(c.gap(), listedOnly("user", whole(c.Users.List)))
	}
	c.Watcher = newWatcher(c)
	return c
}

// firstShows is the first of a [source]. A page costs little more than a show, so that
// from the second read on a list is asked for; one that turns out slow does not hold the
// reads up, see [waitBudget].
func (c *Client) firstShows() int {
	if c.Traits.PageSize > 0 {
		return 1
	}
	return showsFirst
}

// gather is how long a fresh list waits for others that need one; see [freshLists].
func (c *Client) gather() time.Duration { return c.scaled(gatherPause, time.Second) }

// write notes a write on both sides of it: a list that is asked for while the write is
// in progress might show the state from before it.
func (c *Client) write(do func()) {
	c.wrote()
	do()
	c.wrote()
}

func (c *Client) wrote() {
	c.writes.Add(1)
	for _, s := range c.shared {
		s.forget()
	}
}

// whole is a list of everything, for a [BulkReader].
func whole[T any](list func(context.Context, Filter) ([]T, error)) func(context.Context) iter.Seq2[T, error] {
	return func(ctx context.Context) iter.Seq2[T, error] { return Each(list(ctx, nil)) }
}

// Wrote reports whether this client has sent a write yet.
func (c *Client) Wrote() bool { return c.writes.Load() > 0 }

// Knows reports whether this client has read, created, or deleted the machine as
// one that is managed here.
func (c *Client) Knows(id string) bool { return c.BulkReader.seen.managed(id) }

// KnowsName reports whether this client manages, as far as it has seen, a machine
// of this name.
func (c *Client) KnowsName(name string) bool { return c.BulkReader.seen.managedName(name) }

// Manages notes that a machine belongs to this configuration.
func (c *Client) Manages(id, name string) { c.BulkReader.seen.claim(id, name) }
