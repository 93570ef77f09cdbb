package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// removal is the order in which objects are removed: snapshots go with their machines,
// and networks must be empty.
var removal = []kind{machines, snapshots, templates, addresses, drives, networks, scripts}

// cleanFor is how long the removal can take.
const cleanFor = 30 * time.Minute

// clean removes everything that the probes have created, including objects whose create
// lost its response, and returns what is left.
func (s *service) clean(ctx context.Context) (left []string) {
	for _, o := range s.bench.made {
		if o.kind == machines {
			s.awaitTemplates(ctx, o.id)
		}
	}
	for _, k := range removal {
		for _, o := range slices.Clone(s.bench.made) {
			if o.kind == k {
				s.remove(ctx, o)
			}
		}
		if k == addresses { // they have no names
			continue
		}
		all, r := s.listAll(ctx, k.path)
		if !r.ok() {
			left = append(left, fmt.Sprintf("perhaps %ss named %s…: their list failed with %s", k.noun, s.prefix, r.verdict()))
		}
		for _, item := range all {
			o := object{k, text(item, "id")}
			if named(item, s.prefix) && !slices.Contains(s.bench.made, o) {
				s.bench.made = append(s.bench.made, o)
				s.remove(ctx, o)
			}
		}
	}
	if s.bench.lost {
		left = append(left, "perhaps an address in "+regionOfProbes+" that no machine has: the response to its claim was lost")
	}
	for _, o := range s.bench.made {
		left = append(left, "the "+o.kind.noun+" "+o.id)
	}
	return left
}

// awaitTemplates waits until no template is being created from a machine. Until then, the
// API might neither show nor delete the template.
func (s *service) awaitTemplates(ctx context.Context, machine string) {
	s.pollUntil(ctx, waitFor, func() bool {
		r := s.get(ctx, "/machine-events?limit=50&machineId="+machine)
		return !slices.ContainsFunc(r.items(), func(e any) bool {
			return text(e, "name") == "template-create" && (text(e, "state") == "new" || text(e, "state") == "in progress")
		})
	})
}

// named reports whether an object has a name that begins with the prefix, and is not
// deleted. It ignores spaces around the name, which one of the probes sends.
func named(item any, prefix string) bool {
	deleted, _ := field(item, "dtDeleted")
	return deleted == nil && strings.HasPrefix(strings.TrimSpace(text(item, "name")), prefix)
}

// remove deletes an object, waits until it is gone, and then drops it from the bench. A
// delete that is rejected is retried, because machines can be busy and networks in use
// for a while.
func (s *service) remove(ctx context.Context, o object) {
	path := o.kind.path + "/" + o.id
	sent := false
	gone := s.pollUntil(ctx, cleanFor, func() bool {
		if !sent {
			r := s.send(ctx, http.MethodDelete, path, nil)
			if r.gone() {
				return true
			}
			if sent = r.err == nil && r.status < 300; !sent {
				return false
			}
		}
		if o.kind == addresses {
			return true // API v1 cannot read a single address
		}
		r := s.get(ctx, path)
		deleted, _ := field(r.body, "dtDeleted")
		return r.gone() || deleted != nil && o.kind != machines
	})
	if gone {
		s.bench.made = slices.DeleteFunc(s.bench.made, func(other object) bool { return other == o })
	}
}
