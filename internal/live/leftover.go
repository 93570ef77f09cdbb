package main

import (
	"context"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// prefix is the beginning of the names of all objects that make live and make probe
// create. Six random characters of rand.Text and a hyphen follow.
const prefix = "tfacc-"

// leftover is an object that an earlier run has left behind.
type leftover struct {
	noun, id, name string
	created        time.Time // zero if unknown
	note           string
	remove         func(ctx context.Context) error
}

// search finds leftovers.
type search struct {
	client *ops.Client
	prefix string
	before time.Time // find only what was created before; zero for everything
	// machines has the IDs of leftover machines, whose addresses are leftovers, too. all
	// maps the IDs of all machines to their creation dates.
	machines map[string]bool
	all      map[string]time.Time

	found []leftover
	young int // the number of objects that have the prefix, but are not old
	// others is the number of addresses that no machine has. They are only counted, because
	// an address has no name that shows who claimed it.
	others int
	errs   []error
}

// find finds the leftovers in the order in which they must be removed: machines come
// first, because that deletes their snapshots, too, and because networks can only be
// removed when they are empty. The addresses in found are those of leftover machines.
func find(ctx context.Context, client *ops.Client, prefix string, before time.Time) *search {
	s := &search{client: client, prefix: prefix, before: before, machines: map[string]bool{}, all: map[string]time.Time{}}
	s.findMachines(ctx)
	s.findSnapshots(ctx)
	listed(ctx, s, "custom template", client.CustomTemplates.List, client.CustomTemplates.Destroy)
	s.findAddresses(ctx)
	listed(ctx, s, "shared drive", client.SharedDrives.List, client.SharedDrives.Destroy)
	listed(ctx, s, "private network", client.PrivateNetworks.List, client.PrivateNetworks.Destroy)
	listed(ctx, s, "startup script", client.Scripts.List, client.Scripts.Destroy)
	return s
}

// old reports whether an object was created before the limit. Without a limit, every object
// is old. Otherwise, an object without a date is not.
func (s *search) old(created time.Time) bool {
	return s.before.IsZero() || !created.IsZero() && created.Before(s.before)
}

// ofARun matches the names of all objects that make live and make probe create. The prefix
// alone could also be someone else's: a name such as tfacc-web-1 is not rare in a team that
// tests providers, and a sweep does not ask before it deletes.
var ofARun = regexp.MustCompile(`^` + prefix + `[a-z2-7]{6}-`)

// leftover reports whether an object with this name is a leftover. It counts those that are
// not old.
func (s *search) leftover(name string, created time.Time) bool {
	name = strings.TrimSpace(name)
	if !strings.HasPrefix(name, s.prefix) || !ofARun.MatchString(name) {
		return false
	}
	if !s.old(created) {
		s.young++
		return false
	}
	return true
}

func (s *search) findMachines(ctx context.Context) {
	for m, err := range s.client.Machines.List(ctx, nil) {
		if err != nil {
			s.errs = append(s.errs, err)
			return
		}
		created := parse(m.CreatedAt)
		s.all[m.ID] = created
		if m.BeingDestroyed() || !s.leftover(m.Name, created) {
			continue
		}
		s.machines[m.ID] = true
		s.found = append(s.found, leftover{noun: "machine", id: m.ID, name: m.Name, created: created, remove: func(ctx context.Context) error {
			return s.client.DestroyMachine(ctx, ops.Destruction{ID: m.ID, Name: m.Name})
		}})
	}
}

// findSnapshots finds leftover snapshots by name. Snapshots have no dates, so the date of
// the machine counts.
func (s *search) findSnapshots(ctx context.Context) {
	all, err := s.client.Snapshots.List(ctx, nil)
	if err != nil {
		s.errs = append(s.errs, err)
	}
	for _, snapshot := range all {
		created := s.all[snapshot.MachineID]
		if snapshot.Automatic || !s.leftover(snapshot.Name, created) {
			continue
		}
		l := leftover{noun: "snapshot", id: snapshot.ID, name: snapshot.Name, created: created,
			remove: func(ctx context.Context) error { return s.client.Snapshots.Destroy(ctx, snapshot.ID) }}
		if s.machines[snapshot.MachineID] {
			l.note = "goes with its machine"
		}
		s.found = append(s.found, l)
	}
}

// findAddresses finds the addresses of leftover machines, and counts the addresses that no
// machine has.
func (s *search) findAddresses(ctx context.Context) {
	all, err := s.client.PublicIPs.List(ctx, nil)
	if err != nil {
		s.errs = append(s.errs, err)
	}
	for _, a := range all {
		switch {
		case s.machines[a.MachineID]:
			s.found = append(s.found, leftover{noun: "public IP address", id: a.Address, created: parse(a.CreatedAt), note: "assigned to " + a.MachineID,
				remove: func(ctx context.Context) error { return s.client.PublicIPs.Destroy(ctx, a.Address) }})
		case a.MachineID == "":
			s.others++
		}
	}
}

// listed finds the leftovers of a kind by name.
func listed[T paperspace.Gettable](ctx context.Context, s *search, noun string,
	list func(context.Context, paperspace.Filter) ([]T, error), destroy func(ctx context.Context, id string) error,
) {
	all, err := list(ctx, nil)
	if err != nil {
		s.errs = append(s.errs, err)
	}
	for t := range distinct(all) {
		get := func(f paperspace.Field) string { text, _ := t.Get(f); return text }
		id, name, created := get(paperspace.FieldID), get(paperspace.FieldName), parse(get(paperspace.FieldCreated))
		if s.leftover(name, created) {
			s.found = append(s.found, leftover{noun: noun, id: id, name: name, created: created,
				remove: func(ctx context.Context) error { return destroy(ctx, id) }})
		}
	}
}

// distinct skips objects that a list repeats.
func distinct[T paperspace.Gettable](all []T) iter.Seq[T] {
	return func(yield func(T) bool) {
		var had []string
		for _, t := range all {
			if id := paperspace.IDOf(t); !slices.Contains(had, id) {
				had = append(had, id)
				if !yield(t) {
					return
				}
			}
		}
	}
}

func parse(date string) time.Time {
	t, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return time.Time{}
	}
	return t
}
