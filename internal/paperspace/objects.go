package paperspace

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"
)

// Objects is the part of the API for objects of one kind that are created and destroyed.
// Those that have a name are [Renamable], too.
type Objects[T, In any] interface {
	// List returns the objects that match every filter, in Paperspace's order.
	List(ctx context.Context, f Filter) ([]T, error)
	// Show reads one object.
	Show(ctx context.Context, id string) (T, error)
	// Create sends one request that is never repeated once it might have arrived; see
	// [HadEffect] and [Kind.Create].
	Create(ctx context.Context, in In) (T, error)
	Destroy(ctx context.Context, id string) error
}

// Renamable is the part of the API for objects whose name changes.
type Renamable interface {
	Rename(ctx context.Context, id, name string) error
}

// Creation is what an object T is to be. Only types of this package are one.
type Creation[T any] interface {
	// title returns the name, or what distinguishes one create from another that has none. Two
	// creates of one title run one after the other.
	title() string
	compare(T) likeness
}

// Kind is one kind of object as a [Client] manages it. Its requests are noted, so that
// no shared list outlives a write, and are repeated while Paperspace is busy. A nil
// Kind is one that the API version does not have.
type Kind[T Gettable, In Creation[T]] struct {
	objects Objects[T, In]
	names   Renamable // nil if no request only renames
	fleet   *BulkReader[T]
	client  *Client
	kindOptions
	// destroy sends a delete until it is accepted or rejected permanently.
	destroy func(ctx context.Context, id string) error
	compare func(in In, t T) likeness
	// examine and explain are those of a [createOnce], and can be nil.
	examine func(ctx context.Context, in In, t T) (T, likeness, error)
	explain func(ctx context.Context, in In, err error) error

	mu      sync.Mutex
	created map[string]T // by this client, and not destroyed since
}

// kindOptions are what kinds differ in.
type kindOptions struct {
	noun string // "private network", for messages
	// listed is true if there is no request for one object, so that a Show is a list.
	listed bool
	// called is how messages name an object that has not been created yet. The default
	// is `%s named %q`, with the kind and the title.
	called string
	// recycled is true if a new object can have the ID of one that existed before.
	recycled bool
	// kept is true if the API might not be able to destroy objects: a delete does not
	// find what reads show.
	kept bool
	// free is true if objects of the kind are not billed.
	free bool
	// unique is true if Paperspace declares the names unique, so that every object of
	// the name is in the way of a new one.
	unique bool
	// partial is that of a [source].
	partial bool
}

// newKind returns the kind of the objects, or nil if there are none.
func newKind[T Gettable, In Creation[T]](c *Client, objects Objects[T, In], o kindOptions) *Kind[T, In] {
	k := &Kind[T, In]{objects: objects, client: c, kindOptions: o, created: map[string]T{}}
	k.names, _ = objects.(Renamable)
	k.fleet = newBulkReader(c.gap(), source[T]{
		noun: o.noun, show: k.Show, seen: newRegistry(), first: c.firstShows(), expect: c.BulkReader.expectMissing, partial: o.partial,
		list: func(ctx context.Context) iter.Seq2[T, error] { return Each(k.List(ctx, nil)) },
	})
	k.fleet.fresh = newFreshLists(c.gather(), k.fleet.list)
	if o.listed {
		k.fleet.first = 0 // a show is a list
		k.fleet.show = k.pick
	}
	k.destroy = k.sendDestroy
	k.compare = func(in In, t T) likeness { return in.compare(t) }
	c.shared = append(c.shared, k.fleet)
	return k
}

// List returns the objects that match every filter, in Paperspace's order.
func (k *Kind[T, In]) List(ctx context.Context, f Filter) ([]T, error) {
	all, err := k.objects.List(ctx, f)
	for _, t := range all {
		k.fleet.seen.saw(k.sighting(t))
	}
	return all, err
}

// sighting is what the registry records of an object: its ID, and for one whose ID
// another object had before, also its date.
func (k *Kind[T, In]) sighting(t T) string {
	if k.recycled {
		return sightingOf(t)
	}
	return idOf(t)
}

// Show reads one object. [Kind.Find] is for objects that Terraform manages.
func (k *Kind[T, In]) Show(ctx context.Context, id string) (T, error) {
	t, err := k.objects.Show(ctx, id)
	if err == nil {
		k.fleet.seen.saw(k.sighting(t))
	}
	return t, err
}

// pick is [Kind.Show] for objects that are only listed. Those who need one at the same
// time share a list.
func (k *Kind[T, In]) pick(ctx context.Context, id string) (none T, err error) {
	all, err := k.fleet.fresh.read(ctx)
	if err != nil {
		return none, hideNotFound(err)
	}
	for _, t := range all {
		if idOf(t) == id {
			return t, nil
		}
	}
	return none, &Error{Op: "read " + k.fleet.noun + " " + id, Kind: ErrNotFound, Message: "the list does not contain it"}
}

// Find reads one object that Terraform manages, see [BulkReader.Read].
func (k *Kind[T, In]) Find(ctx context.Context, id string) (Finding[T], error) {
	return k.fleet.Read(ctx, id)
}

// Manages notes that an object belongs to this configuration.
func (k *Kind[T, In]) Manages(id, name string) { k.fleet.seen.claim(id, name) }

// Alike returns the objects that are equal to what is to be created, as far as both sides
// show, and that this configuration is not known to manage. If names are unique, it
// returns what has the name.
func (k *Kind[T, In]) Alike(ctx context.Context, in In) ([]T, error) {
	if k.unique {
		return k.List(ctx, Filter{FieldName: in.title()})
	}
	all, err := k.fleet.Named(ctx, in.title())
	return slices.DeleteFunc(all, func(t T) bool { return k.compare(in, t) != equal || k.fleet.seen.managed(idOf(t)) }), err
}

// Create makes one object at most once; see [createOnce].
func (k *Kind[T, In]) Create(ctx context.Context, in In) (Created[T], error) {
	once := createOnce[T]{
		name: in.title(), called: k.called, billed: !k.free, warned: k.unique, recycled: k.recycled, client: k.client, fleet: k.fleet,
		compare: func(t T) likeness { return k.compare(in, t) },
		settle:  func(ctx context.Context) error { return k.settle(ctx, in) },
		send: func(ctx context.Context) (t T, err error) {
			u, _ := any(in).(user)
			err = k.client.whileMissing(ctx, func() bool { return u != nil && u.uses(ctx, k.client) == nil }, func() (err error) {
				k.client.write(func() { t, err = k.objects.Create(ctx, in) })
				return err
			})
			if err == nil {
				k.fleet.saw(idOf(t))
				k.fleet.seen.saw(k.sighting(t))
				k.note(func() { k.created[idOf(t)] = t })
			}
			return t, err
		},
	}
	if k.examine != nil {
		once.examine = func(ctx context.Context, t T) (T, likeness, error) { return k.examine(ctx, in, t) }
	}
	if k.explain != nil {
		once.explain = func(ctx context.Context, err error) error { return k.explain(ctx, in, err) }
	}
	return once.run(ctx)
}

// A user is a creation that names another object, which a replica might not have yet.
type user interface {
	uses(ctx context.Context, c *Client) error
}

func (in SnapshotCreate) uses(ctx context.Context, c *Client) error {
	_, err := c.Existing(ctx, in.MachineID)
	return err
}

func (in TemplateCreate) uses(ctx context.Context, c *Client) error {
	_, err := c.Existing(ctx, in.MachineID)
	return err
}

func (in SharedDriveCreate) uses(ctx context.Context, c *Client) error {
	_, err := c.PrivateNetworks.Show(ctx, in.NetworkID)
	return err
}

// whileMissing sends a request again that did not find what it names, as long as that
// exists and a replica can lag behind.
func (c *Client) whileMissing(ctx context.Context, exists func() bool, send func() error) error {
	began := time.Now()
	err := send()
	for errors.Is(err, ErrNotFound) && !HadEffect(err) && exists() && c.awaitReplica(ctx, began) {
		err = send()
	}
	return err
}

func (k *Kind[T, In]) note(do func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	do()
}

// withCreated adds to a list what this client has created since, or what a replica that
// lags behind does not list yet.
func (k *Kind[T, In]) withCreated(all []T) []T {
	if k == nil {
		return all
	}
	listed := map[string]bool{}
	for _, t := range all {
		listed[idOf(t)] = true
	}
	k.note(func() {
		for id, t := range k.created {
			if !listed[id] {
				all = append(all[:len(all):len(all)], t)
			}
		}
	})
	return all
}

// Unique reports whether Paperspace declares the names of the objects unique.
func (k *Kind[T, In]) Unique() bool { return k.unique }

// Renames reports whether a request renames an object, and does nothing else.
func (k *Kind[T, In]) Renames() bool { return k.names != nil }

// Rename gives an object another name. It panics if [Kind.Renames] does not hold.
func (k *Kind[T, In]) Rename(ctx context.Context, id, name string) error {
	return k.client.whileMissing(ctx, func() bool { return k.has(ctx, id) }, func() error {
		return k.change(ctx, noMachine, func() error { return k.names.Rename(ctx, id, name) })
	})
}

func (k *Kind[T, In]) has(ctx context.Context, id string) bool {
	found, err := k.Find(ctx, id)
	return err == nil && found.Found
}

// change sends a request about objects of the kind, and about machines, if any.
func (k *Kind[T, In]) change(ctx context.Context, machines machineIDs, send func() error) (err error) {
	k.client.write(func() { err = k.client.whileBusy(ctx, machines, send) })
	return err
}

// Destroy destroys an object. One that is gone already, by the rule in gone.go, is a
// success. The error is [ErrUnsupported] if it still exists, and the API cannot destroy it.
func (k *Kind[T, In]) Destroy(ctx context.Context, id string) error {
	k.note(func() { delete(k.created, id) })
	k.fleet.seen.saw(id) // a list that still shows it does not show a new object
	err := remove(ctx, k.client, k.fleet, id, k.destroy)
	switch {
	case err == nil && k.recycled:
		k.fleet.seen.forget(id)
	case k.kept && notCarriedOut(err):
		return &Error{
			Op: fmt.Sprintf("destroy %s %s", k.noun, id), Kind: ErrUnsupported, Err: err,
			Message: fmt.Sprintf("the API version %q did not destroy it, and still lists it", k.client.Name),
		}
	}
	return err
}

// noMethod is the status of a call that a server does not have at a path that it has.
const noMethod = 405

// notCarriedOut reports whether a server does not have a call, or does not find with it
// what it lists.
func notCarriedOut(err error) bool {
	var e *Error
	return errors.Is(err, ErrNotFound) || errors.As(err, &e) && e.Status == noMethod
}

func (k *Kind[T, In]) sendDestroy(ctx context.Context, id string) error {
	return k.change(ctx, noMachine, func() error { return k.objects.Destroy(ctx, id) })
}

// Plural returns the plural of a kind.
func Plural(noun string) string {
	if strings.HasSuffix(noun, "s") {
		return noun + "es"
	}
	return noun + "s"
}

func idOf[T Gettable](t T) string {
	id, _ := t.Get(FieldID)
	return id
}
