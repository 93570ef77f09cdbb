package bulk

import (
	"context"
	"maps"
	"strings"
	"sync"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Registry records the objects of one kind that this client has seen. The order of the
// first sightings shows what appeared after a request, without a clock. It is safe for
// concurrent use.
type Registry struct {
	mu     sync.Mutex
	marks  int               // incremented by every Mark
	first  map[string]int    // ID, or the result of SightingOf → mark of the first sighting
	own    map[string]string // ID → name, of what this configuration manages
	names  map[string]int    // number of managed objects with the name
	primed bool
}

// NewRegistry returns an empty Registry.
func NewRegistry() *Registry {
	return &Registry{first: map[string]int{}, own: map[string]string{}, names: map[string]int{}}
}

// Prime calls list until it has succeeded once. list must call Saw for everything that it
// reads.
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

// Mark returns a point in the order of sightings, for SeenBefore.
func (r *Registry) Mark() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.marks++
	return r.marks
}

// Saw records a sighting of an object.
func (r *Registry) Saw(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.first[id]; !known {
		r.first[id] = r.marks
	}
}

// SeenBefore reports whether the object was seen before Mark returned mark.
func (r *Registry) SeenBefore(id string, mark int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, known := r.first[id]
	return known && at < mark
}

// Claim records that an object is managed here. It returns false if it already was.
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

// SightingOf returns the ID and the creation date of an object whose ID can be reused. The
// date is not compared with a clock: a different date means a different object. Without a
// date, a released and reused ID counts as seen unless this client released it.
func SightingOf[T paperspace.Gettable](t T) string {
	created, _ := t.Get(paperspace.FieldCreated)
	return paperspace.IDOf(t) + sightingDate + created
}

const sightingDate = "|"

// Forget removes an object that no longer exists, because a new one can have its ID.
func (r *Registry) Forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if name, managed := r.own[id]; managed {
		r.names[name]--
	}
	delete(r.own, id)
	maps.DeleteFunc(r.first, func(seen string, _ int) bool { return seen == id || strings.HasPrefix(seen, id+sightingDate) })
}

// Managed reports whether the object is managed here.
func (r *Registry) Managed(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, managed := r.own[id]
	return managed
}

// ManagedName reports whether an object with this name is managed here.
func (r *Registry) ManagedName(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.names[name] > 0
}
