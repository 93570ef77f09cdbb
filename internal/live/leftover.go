package main

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// Prefix is what the names of everything begin with that make live and make probe
// create.
const prefix = "tfacc-"

// leftover is something that an earlier run has left behind.
type leftover struct {
	noun, id, name string
	created        time.Time // zero if Paperspace does not say
	note           string
	remove         func(ctx context.Context) error
}

// search finds leftovers.
type search struct {
	client *ops.Client
	prefix string
	before time.Time // only what was created before; zero for everything
	// machines are the leftovers that make others leftovers, and all maps the IDs of
	// machines to when they were created.
	machines map[string]bool
	all      map[string]time.Time
	found    []leftover
	errs     []error
}

// find returns the leftovers in the order in which they have to be removed: machines
// first, because snapshots go with them, and networks can only be removed when they
// are empty. The first addresses are those that machines of ours have; others is the
// number of addresses that no machine has. An address has no name, so nothing shows
// whose those are.
func find(ctx context.Context, client *ops.Client, prefix string, before time.Time) (found []leftover, others int, errs []error) {
	s := &search{client: client, prefix: prefix, before: before, machines: map[string]bool{}, all: map[string]time.Time{}}
	s.findMachines(ctx)
	s.findSnapshots(ctx)
	listed(ctx, s, "custom template", client.CustomTemplates.List, client.CustomTemplates.Destroy)
	others = s.findAddresses(ctx)
	listed(ctx, s, "shared drive", client.SharedDrives.List, client.SharedDrives.Destroy)
	listed(ctx, s, "private network", client.PrivateNetworks.List, client.PrivateNetworks.Destroy)
	listed(ctx, s, "startup script", client.Scripts.List, client.Scripts.Destroy)
	return s.found, others, s.errs
}

// old reports whether something was created before the limit. What has no date is not
// old, unless everything is.
func (s *search) old(created time.Time) bool {
	return s.before.IsZero() || !created.IsZero() && created.Before(s.before)
}

func (s *search) ours(name string) bool { return strings.HasPrefix(strings.TrimSpace(name), s.prefix) }

func (s *search) findMachines(ctx context.Context) {
	for m, err := range s.client.Machines.List(ctx, nil) {
		if err != nil {
			s.errs = append(s.errs, err)
			return
		}
		created := parse(m.CreatedAt)
		s.all[m.ID] = created
		if !s.ours(m.Name) || !s.old(created) || m.BeingDestroyed() {
			continue
		}
		s.machines[m.ID] = true
		s.found = append(s.found, leftover{noun: "machine", id: m.ID, name: m.Name, created: created, remove: func(ctx context.Context) error {
			return s.client.DestroyMachine(ctx, ops.Destruction{ID: m.ID, Name: m.Name})
		}})
	}
}

// findSnapshots finds those with our names. They have no dates, so their machines'
// count.
func (s *search) findSnapshots(ctx context.Context) {
	all, err := s.client.Snapshots.List(ctx, nil)
	if err != nil {
		s.errs = append(s.errs, err)
	}
	for _, snapshot := range all {
		created := s.all[snapshot.MachineID]
		if snapshot.Automatic || !s.ours(snapshot.Name) || !s.old(created) {
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

// findAddresses finds those that a machine of ours has.
func (s *search) findAddresses(ctx context.Context) (others int) {
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
			others++
		}
	}
	return others
}

// listed finds the objects of a kind by their names.
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
		if s.ours(name) && s.old(created) {
			s.found = append(s.found, leftover{noun: noun, id: id, name: name, created: created,
				remove: func(ctx context.Context) error { return destroy(ctx, id) }})
		}
	}
}

// distinct leaves out what a list has twice.
func distinct[T paperspace.Gettable](all []T) iter.Seq[T] {
	return func(yield func(T) bool) {
		var had []string
		for _, t := range all {
			if id, _ := t.Get(paperspace.FieldID); !slices.Contains(had, id) {
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
