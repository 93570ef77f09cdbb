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

// Client is the access of one configured provider to Paperspace: the API and the state that
// all operations share. Two provider blocks have two clients that share nothing, because
// their keys can belong to different teams.
type Client struct {
	paperspace.API
	Options
	Reports    Reports
	Watcher    *wait.Watcher
	BulkReader *bulk.Reader[paperspace.Machine]

	// The kinds that this API version has. They hide the fields of API with the same name.
	PrivateNetworks *Kind[paperspace.Network, paperspace.NetworkCreate]
	PublicIPs       *Kind[paperspace.PublicIP, paperspace.PublicIPClaim]
	Snapshots       *Kind[paperspace.Snapshot, paperspace.SnapshotCreate]
	CustomTemplates *Kind[paperspace.Template, paperspace.TemplateCreate]
	SharedDrives    *Kind[paperspace.SharedDrive, paperspace.SharedDriveCreate]
	Scripts         *Kind[paperspace.Script, paperspace.ScriptCreate]

	userReader    *bulk.Reader[paperspace.User] // nil if the API version has no users
	accessReaders accessReaders
	shared        []interface{ Forget() } // lists that a write makes outdated

	creates    once.KeyedMutex // by kind and name
	stops      once.KeyedMutex // of [Client.WhileOff], by machine
	writes     atomic.Int64
	capacities capacities
	templates  bulk.Shared[[]paperspace.Template]
	networks   bulk.Shared[[]paperspace.Network]
	addresses  bulk.Shared[[]paperspace.PublicIP]
	bare       paperspace.Machines // Machines without the additions that send further requests
}

// Options are the settings of a [Client].
type Options struct {
	// PollInterval is the longest pause between two polls of waiting machines.
	PollInterval time.Duration
	// RequestTimeout limits one attempt of one request.
	RequestTimeout time.Duration
	// Region and TeamID are the defaults for new objects.
	Region, TeamID string
	// KeySource names the source of the API key, for messages. It never contains the key.
	KeySource string
	// Preflight turns on the checks before a machine is created.
	Preflight bool
	// Progress is called for every machine that is waited for, at every change of state and
	// at least twice a minute. It can be nil.
	Progress func(ctx context.Context, p wait.Progress)
}

// NewClient returns a client of api. Every write makes its shared lists outdated, and it
// records every object that its own Machines and kinds return.
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
		c.shared = append(c.shared, &scripted.assigned)
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
		c.API.ScriptEdits = &waitingEdits{api.ScriptEdits, c.whileBusy}
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
		c.API.Access = &waitingAccess{api.Access, c.whileBusy}
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

// firstShows returns the First of a [bulk.Source]. If lists have pages, a page costs little
// more than a show, so the second read already starts a list. A slow list does not hold the
// reads up, see waitBudget in package bulk.
func (c *Client) firstShows() int {
	if c.Traits.PageSize > 0 {
		return 1
	}
	return bulk.ShowsFirst
}

// gatherPause is how long one poll of a search waits for the polls of other searches.
const gatherPause = time.Second

// gather is how long a fresh list waits for other callers that need one; see
// [bulk.FreshLists].
func (c *Client) gather() time.Duration { return c.scaled(gatherPause, time.Second) }

// wrote is called before and after each request that writes, because a list that is
// requested during a write might show the state from before it. A script that is assigned
// or unassigned changes the machine, so one write makes the lists of all kinds outdated.
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

// whole returns a list of all objects for a [bulk.Reader].
func whole[T any](list func(context.Context, paperspace.Filter) ([]T, error)) func(context.Context) iter.Seq2[T, error] {
	return func(ctx context.Context) iter.Seq2[T, error] { return paperspace.Each(list(ctx, nil)) }
}

// Wrote reports whether this client has sent a write yet.
func (c *Client) Wrote() bool { return c.writes.Load() > 0 }

// Knows reports whether this client manages the machine, as far as it has read, created, or
// deleted it.
func (c *Client) Knows(id string) bool { return c.BulkReader.Seen.Managed(id) }

// KnowsName reports whether this client manages a machine with this name, as far as it has
// seen.
func (c *Client) KnowsName(name string) bool { return c.BulkReader.Seen.ManagedName(name) }

// Manages records that a machine belongs to this configuration.
func (c *Client) Manages(id, name string) { c.BulkReader.Seen.Claim(id, name) }
