package ops

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/once"
)

// Kind is one kind of object as a [Client] manages it. Its requests are repeated
// while Paperspace is busy. A nil Kind is one that the API version does not have.
type Kind[T paperspace.Gettable, In paperspace.Creation[T]] struct {
	objects paperspace.Objects[T, In]
	names   paperspace.Renamable // nil if no request only renames
	reader  *bulk.Reader[T]
	client  *Client
	kindOptions
	// destroy sends a delete until it is accepted or rejected permanently.
	destroy func(ctx context.Context, id string) error
	compare func(in In, t T) paperspace.Likeness
	// examine and explain are those of a [once.Create], and can be nil.
	examine func(ctx context.Context, in In, t T) (T, paperspace.Likeness, error)
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
	// partial is that of a [bulk.Source].
	partial bool
}

// newKind returns the kind of the objects, or nil if there are none.
func newKind[T paperspace.Gettable, In paperspace.Creation[T]](c *Client, objects paperspace.Objects[T, In], o kindOptions) *Kind[T, In] {
	k := &Kind[T, In]{objects: objects, client: c, kindOptions: o, created: map[string]T{}}
	k.names, _ = objects.(paperspace.Renamable)
	k.reader = bulk.NewReader(c.gap(), bulk.Source[T]{
		Noun: o.noun, Show: k.Show, Seen: bulk.NewRegistry(), First: c.firstShows(), Expect: c.BulkReader.ExpectMissing, Partial: o.partial,
		List: func(ctx context.Context) iter.Seq2[T, error] { return paperspace.Each(k.List(ctx, nil)) },
	})
	k.reader.Fresh = bulk.NewFreshLists(c.gather(), k.reader.List)
	if o.listed {
		k.reader.First = 0 // a show is a list
		k.reader.Show = k.pick
	}
	k.destroy = k.sendDestroy
	k.compare = func(in In, t T) paperspace.Likeness { return in.Compare(t) }
	c.shared = append(c.shared, k.reader)
	return k
}

// List returns the objects that match every filter, in Paperspace's order.
func (k *Kind[T, In]) List(ctx context.Context, f paperspace.Filter) ([]T, error) {
	all, err := k.objects.List(ctx, f)
	for _, t := range all {
		k.reader.Seen.Saw(k.sighting(t))
	}
	return all, err
}

// sighting is what the registry records of an object: its ID, and for one whose ID
// another object had before, also its date.
func (k *Kind[T, In]) sighting(t T) string {
	if k.recycled {
		return bulk.SightingOf(t)
	}
	return paperspace.IDOf(t)
}

// Show reads one object. [Kind.Find] is for objects that Terraform manages.
func (k *Kind[T, In]) Show(ctx context.Context, id string) (T, error) {
	t, err := k.objects.Show(ctx, id)
	if err == nil {
		k.reader.Seen.Saw(k.sighting(t))
	}
	return t, err
}

// pick is [Kind.Show] for objects that are only listed. Those who need one at the same
// time share a list.
func (k *Kind[T, In]) pick(ctx context.Context, id string) (none T, err error) {
	all, err := k.reader.Fresh.Read(ctx)
	if err != nil {
		return none, paperspace.HideNotFound(err)
	}
	for _, t := range all {
		if paperspace.IDOf(t) == id {
			return t, nil
		}
	}
	return none, &paperspace.Error{Op: "read " + k.reader.Noun + " " + id, Kind: paperspace.ErrNotFound, Message: "the list does not contain it"}
}

// Find reads one object that Terraform manages, see [bulk.Reader.Read].
func (k *Kind[T, In]) Find(ctx context.Context, id string) (bulk.Finding[T], error) {
	return k.reader.Read(ctx, id)
}

// Manages notes that an object belongs to this configuration.
func (k *Kind[T, In]) Manages(id, name string) { k.reader.Seen.Claim(id, name) }

// Alike returns the objects that are equal to what is to be created, as far as both sides
// show, and that this configuration is not known to manage. If names are unique, it
// returns what has the name.
func (k *Kind[T, In]) Alike(ctx context.Context, in In) ([]T, error) {
	if k.unique {
		return k.List(ctx, paperspace.Filter{paperspace.FieldName: in.Title()})
	}
	all, err := k.reader.Named(ctx, in.Title())
	return slices.DeleteFunc(all, func(t T) bool {
		return k.compare(in, t) != paperspace.Equal || k.reader.Seen.Managed(paperspace.IDOf(t))
	}), err
}

// Create makes one object at most once; see [once.Create].
func (k *Kind[T, In]) Create(ctx context.Context, in In) (once.Created[T], error) {
	once := once.Create[T]{
		Name: in.Title(), Called: k.called, Billed: !k.free, Warned: k.unique, Recycled: k.recycled,
		Objects: k.reader, Locks: &k.client.creates, PollInterval: k.client.PollInterval,
		Compare: func(t T) paperspace.Likeness { return k.compare(in, t) },
		Settle:  func(ctx context.Context) error { return k.settle(ctx, in) },
		Send: func(ctx context.Context) (t T, err error) {
			err = k.client.whileMissing(ctx, func() bool { return k.client.usable(ctx, in) }, func() (err error) {
				t, err = k.objects.Create(ctx, in)
				return err
			})
			if err == nil {
				k.reader.Saw(paperspace.IDOf(t))
				k.reader.Seen.Saw(k.sighting(t))
				k.note(func() { k.created[paperspace.IDOf(t)] = t })
			}
			return t, err
		},
	}
	if k.examine != nil {
		once.Examine = func(ctx context.Context, t T) (T, paperspace.Likeness, error) { return k.examine(ctx, in, t) }
	}
	if k.explain != nil {
		once.Explain = func(ctx context.Context, err error) error { return k.explain(ctx, in, err) }
	}
	return once.Run(ctx)
}

// usable reports whether a creation names another object, which a replica might not have
// yet, and that exists.
func (c *Client) usable(ctx context.Context, in any) bool {
	var err error
	switch in := in.(type) {
	case paperspace.SnapshotCreate:
		_, err = c.Existing(ctx, in.MachineID)
	case paperspace.TemplateCreate:
		_, err = c.Existing(ctx, in.MachineID)
	case paperspace.SharedDriveCreate:
		_, err = c.PrivateNetworks.Show(ctx, in.NetworkID)
	default:
		return false
	}
	return err == nil
}

// whileMissing sends a request again that did not find what it names, as long as that
// exists and a replica can lag behind.
func (c *Client) whileMissing(ctx context.Context, exists func() bool, send func() error) error {
	began := time.Now()
	err := send()
	for errors.Is(err, paperspace.ErrNotFound) && !paperspace.HadEffect(err) && exists() && c.awaitReplica(ctx, began) {
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
		listed[paperspace.IDOf(t)] = true
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
		return k.client.whileBusy(ctx, noMachine, func() error { return k.names.Rename(ctx, id, name) })
	})
}

func (k *Kind[T, In]) has(ctx context.Context, id string) bool {
	found, err := k.Find(ctx, id)
	return err == nil && found.Found
}

// Destroy destroys an object. One that is gone already, by the rule in gone.go, is a
// success. The error is [paperspace.ErrUnsupported] if it still exists, and the API cannot destroy it.
func (k *Kind[T, In]) Destroy(ctx context.Context, id string) error {
	k.note(func() { delete(k.created, id) })
	k.reader.Seen.Saw(id) // a list that still shows it does not show a new object
	err := remove(ctx, k.client, k.reader, id, k.destroy)
	switch {
	case err == nil && k.recycled:
		k.reader.Seen.Forget(id)
	case k.kept && notCarriedOut(err):
		return &paperspace.Error{
			Op: fmt.Sprintf("destroy %s %s", k.noun, id), Kind: paperspace.ErrUnsupported, Err: err,
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
	var e *paperspace.Error
	return errors.Is(err, paperspace.ErrNotFound) || errors.As(err, &e) && e.Status == noMethod
}

func (k *Kind[T, In]) sendDestroy(ctx context.Context, id string) error {
	return k.client.whileBusy(ctx, noMachine, func() error { return k.objects.Destroy(ctx, id) })
}
