package ops

import (
	"context"
	"iter"
	"sync/atomic"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/once"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// Client is one configured provider's view of Paperspace: the API and what
// all operations share. Two provider blocks have two clients and share
// nothing, because their keys can belong to different teams.
type Client struct {
	paperspace.API
	Options
	Reports    Reports
	Watcher    *wait.Watcher
	BulkReader *bulk.Reader[paperspace.Machine]

	// The kinds that this API version has; they hide the parts of API of the same name.
	PrivateNetworks *Kind[paperspace.Network, paperspace.NetworkCreate]
	PublicIPs       *Kind[paperspace.PublicIP, paperspace.PublicIPClaim]
	Snapshots       *Kind[paperspace.Snapshot, paperspace.SnapshotCreate]
	CustomTemplates *Kind[paperspace.Template, paperspace.TemplateCreate]
	SharedDrives    *Kind[paperspace.SharedDrive, paperspace.SharedDriveCreate]
	Scripts         *Kind[paperspace.Script, paperspace.ScriptCreate]

	userReader    *bulk.Reader[paperspace.User] // nil of an API version without users
	accessReaders accessReaders
	shared        []interface{ Forget() } // lists that a write makes outdated

	creates    once.KeyedMutex // by kind and name
	stops      once.KeyedMutex // of [Client.WhileOff], by machine
	writes     atomic.Int64
	capacities capacities
	templates  bulk.Shared[[]paperspace.Template]
	networks   bulk.Shared[[]paperspace.Network]
	addresses  bulk.Shared[[]paperspace.PublicIP]
	bare       paperspace.Machines // Machines without what takes more than one request
}

// Options are the settings of a [Client].
type Options struct {
	// PollInterval is the longest pause between two polls of waiting machines.
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
	Progress func(ctx context.Context, p wait.Progress)
}

// NewClient wraps api. No shared list outlives a write, and everything that the client's
// own Machines and kinds show is known.
func NewClient(api paperspace.API, o Options) *Client {
	if o.PollInterval <= 0 {
		o.PollInterval = 5 * time.Second
	}
	if o.Progress == nil {
		o.Progress = func(context.Context, wait.Progress) {}
	}
	c := &Client{API: api, Options: o}
	machinesSeen := bulk.NewRegistry()
	tracked := &tracked{Machines: api.Machines, seen: machinesSeen}
	c.bare, c.API.Machines = tracked, tracked
	if api.Traits.ScriptsNameMachines {
		scripted := &scripted{Machines: tracked, scripts: api.Scripts}
		c.API.Machines = scripted
		c.shared = append(c.shared, scripted)
	}
	c.BulkReader = bulk.NewReader(c.gap(), bulk.Source[paperspace.Machine]{
		Noun: "machine", Show: c.Machines.Show,
		List: func(ctx context.Context) iter.Seq2[paperspace.Machine, error] { return c.Machines.List(ctx, nil) },
		Seen: machinesSeen, First: c.firstShows(),
	})
	c.BulkReader.Fresh = bulk.NewFreshLists(c.gather(), func(ctx context.Context) iter.Seq2[paperspace.Machine, error] { return c.bare.List(ctx, nil) })
	c.shared = append(c.shared, c.BulkReader)
	tracked.made = c.BulkReader.Saw
	if api.Scripts != nil {
		c.Scripts = newKind(c, api.Scripts, kindOptions{noun: "script", free: true, unique: true, partial: !api.Traits.ScriptsNameMachines})
		c.Scripts.destroy, c.Scripts.compare = c.destroyScript, c.compareScript
		c.Scripts.examine, c.Scripts.explain = c.examineScript, c.withNamesake
	}
	if api.ScriptEdits != nil {
		c.API.ScriptEdits = &patientEdits{api.ScriptEdits, c.whileBusy}
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
		c.userReader = bulk.NewReader(c.gap(), bulk.ListedOnly("user", whole(c.Users.List)))
	}
	if api.OnWrite != nil {
		api.OnWrite(c.wrote)
	}
	c.Watcher = wait.NewWatcher(wait.Options{
		Machines: c.bare, PageSize: api.Traits.PageSize, PollInterval: c.PollInterval, Gap: c.gap(), Withdrawn: once.SearchTime(c.PollInterval), Progress: c.Progress,
	})
	return c
}

// firstShows is the first of a [bulk.Source]. A page costs little more than a show, so that
// from the second read on a list is asked for; one that turns out slow does not hold the
// reads up, see waitBudget in package bulk.
func (c *Client) firstShows() int {
	if c.Traits.PageSize > 0 {
		return 1
	}
	return bulk.ShowsFirst
}

// gatherPause is how long a poll of a search waits for those of others.
const gatherPause = time.Second

// gather is how long a fresh list waits for others that need one; see [bulk.FreshLists].
func (c *Client) gather() time.Duration { return c.scaled(gatherPause, time.Second) }

// wrote is called before and after each request that writes: a list that is asked for
// while one is in progress might show the state from before it. A script that comes or
// goes changes the machine it is attached to, so one write makes the lists of all kinds
// outdated.
func (c *Client) wrote() {
	c.writes.Add(1)
	for _, s := range c.shared {
		s.Forget()
	}
}

// scaled is [timing.Scaled] with the poll interval of the client.
func (c *Client) scaled(d, full time.Duration) time.Duration {
	return timing.Scaled(d, full, c.PollInterval)
}

// gap is [bulk.Gap], scaled down for tests that poll fast.
func (c *Client) gap() time.Duration { return c.scaled(bulk.Gap, 100*time.Millisecond) }

// whole is a list of everything, for a [bulk.Reader].
func whole[T any](list func(context.Context, paperspace.Filter) ([]T, error)) func(context.Context) iter.Seq2[T, error] {
	return func(ctx context.Context) iter.Seq2[T, error] { return paperspace.Each(list(ctx, nil)) }
}

// Wrote reports whether this client has sent a write yet.
func (c *Client) Wrote() bool { return c.writes.Load() > 0 }

// Knows reports whether this client has read, created, or deleted the machine as
// one that is managed here.
func (c *Client) Knows(id string) bool { return c.BulkReader.Seen.Managed(id) }

// KnowsName reports whether this client manages, as far as it has seen, a machine
// of this name.
func (c *Client) KnowsName(name string) bool { return c.BulkReader.Seen.ManagedName(name) }

// Manages notes that a machine belongs to this configuration.
func (c *Client) Manages(id, name string) { c.BulkReader.Seen.Claim(id, name) }
