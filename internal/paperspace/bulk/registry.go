package bulk

import (
	"context"
	"maps"
	"strings"
	"sync"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Registry remembers the objects of one kind that this client has come across.
// The order of first sightings shows what appeared after a request from what was
// there before, without a clock. It is safe for concurrent use.
type Registry struct {
	mu     sync.Mutex
	tick   int               // grows with every mark
	first  map[string]int    // ID, or what sightingOf returns → poll of the first sighting
	own    map[string]string // ID → name, of what this configuration manages
	names  map[string]int    // how many of own have the name
	primed bool
}

func NewRegistry() *Registry {
	return &Registry{first: map[string]int{}, own: map[string]string{}, names: map[string]int{}}
}

// Prime calls list, which has to record everything that it reads with saw,
// until that has succeeded once.
func (r *Registry) Prime(ctx context.Context, list func(context.Context) error) error {
	r.mu.Lock()
	primed := r.primed
	r.mu.Unlock()
	if primed {
		return nil
	}
	if err := list(ctx); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.primed = true
	return nil
}

// Mark returns a point in the order of sightings, for seenBefore.
func (r *Registry) Mark() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tick++
	return r.tick
}

func (r *Registry) Saw(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.first[id]; !known {
		r.first[id] = r.tick
	}
}

// SeenBefore reports whether the object was seen before the mark was taken.
func (r *Registry) SeenBefore(id string, mark int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, known := r.first[id]
	return known && at < mark
}

// Claim makes an object a managed one. It reports false if it is one already.
func (r *Registry) Claim(id, name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, managed := r.own[id]; managed {
		return false
	}
	r.own[id] = name
	r.names[name]++
	return true
}

// SightingOf returns the ID and the date of an object whose ID another one can have later.
// The dates are not compared with a clock: another date shows another object. Without a
// date, a released and reused ID counts as seen unless this client has released it.
func SightingOf[T paperspace.Gettable](t T) string {
	created, _ := t.Get(paperspace.FieldCreated)
	return paperspace.IDOf(t) + sightingDate + created
}

const sightingDate = "|"

// Forget makes an object unknown that no longer exists, because another one can have its
// ID.
func (r *Registry) Forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if name, managed := r.own[id]; managed {
		r.names[name]--
	}
	delete(r.own, id)
	maps.DeleteFunc(r.first, func(seen string, _ int) bool { return seen == id || strings.HasPrefix(seen, id+sightingDate) })
}

func (r *Registry) Managed(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, managed := r.own[id]
	return managed
}

func (r *Registry) ManagedName(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.names[name] > 0
}
