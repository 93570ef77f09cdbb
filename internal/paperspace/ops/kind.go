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

// Kind is one kind of object as a [Client] manages it. It retries requests while Paperspace
// is busy. A nil Kind means that the API version does not have the kind.
type Kind[T paperspace.Gettable, In paperspace.Creation[T]] struct {
	objects paperspace.Objects[T, In]
	names   paperspace.Renamable // nil if no request does nothing but rename an object
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
	created map[string]T // by this client, and not destroyed since, by ID
}

// kindOptions are the differences between kinds.
type kindOptions struct {
	noun string // "private network", for messages
	// listed is true if there is no request for one object, so that every show is a list.
	listed bool
	// called is the format of the name of a new object in messages, with the kind and the
	// title as its arguments. The default is `%s named %q`.
	called string
	// recycled is true if a new object can have the ID of an earlier one.
	recycled bool
	// kept is true if the API might not be able to destroy objects: a delete returns "not
	// found" for objects that reads show.
	kept bool
	// free is true if objects of the kind are not billed.
	free bool
	// unique is true if Paperspace documents the names as unique, so that any object with
	// the name blocks a new one.
	unique bool
	// partial is the Partial of a [bulk.Source].
	partial bool
}

// newKind returns a kind whose requests go to objects.
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

// sighting is what the registry records of an object: its ID, or, if IDs are recycled, its
// ID and date of creation.
func (k *Kind[T, In]) sighting(t T) string {
	if k.recycled {
		return bulk.SightingOf(t)
	}
	return paperspace.IDOf(t)
}

// Show reads one object. For objects that Terraform manages, use [Kind.Read].
func (k *Kind[T, In]) Show(ctx context.Context, id string) (T, error) {
	t, err := k.objects.Show(ctx, id)
	if err == nil {
		k.reader.Seen.Saw(k.sighting(t))
	}
	return t, err
}

// pick is [Kind.Show] for objects that can only be listed. Callers at the same time share a
// list.
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

// Read reads one object that Terraform manages; see [bulk.Reader.Read].
func (k *Kind[T, In]) Read(ctx context.Context, id string) (bulk.Finding[T], error) {
	return k.reader.Read(ctx, id)
}

// Manages records that an object belongs to this configuration.
func (k *Kind[T, In]) Manages(id, name string) { k.reader.Seen.Claim(id, name) }

// Alike returns the objects that equal in, as far as both show, and that this configuration
// is not known to manage. If names are unique, it returns the objects with the name
// instead.
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

// usable reports whether a creation refers to another object and that object exists. A
// replica might not have it yet.
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

// whileMissing retries a request that returns "not found", as long as exists reports that
// the object exists and a replica can lag behind.
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

// withCreated adds to a list the objects that this client has created and that the list
// lacks, because it is older or comes from a replica that lags behind.
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

// Unique reports whether Paperspace documents the names of the objects as unique.
func (k *Kind[T, In]) Unique() bool { return k.unique }

// Renames reports whether the kind has a request that only renames an object.
func (k *Kind[T, In]) Renames() bool { return k.names != nil }

// Rename gives an object another name. It panics if [Kind.Renames] returns false.
func (k *Kind[T, In]) Rename(ctx context.Context, id, name string) error {
	return k.client.whileMissing(ctx, func() bool { return k.has(ctx, id) }, func() error {
		return k.client.whileBusy(ctx, noMachine, func() error { return k.names.Rename(ctx, id, name) })
	})
}

func (k *Kind[T, In]) has(ctx context.Context, id string) bool {
	found, err := k.Read(ctx, id)
	return err == nil && found.Found
}

// Destroy destroys an object. It returns nil if the object is already gone by the rule in
// bulk/gone.go. The error is [paperspace.ErrUnsupported] if the object still exists and the
// API cannot destroy it.
func (k *Kind[T, In]) Destroy(ctx context.Context, id string) error {
	k.note(func() { delete(k.created, id) })
	k.reader.Seen.Saw(id) // so that a list that still shows it does not seem to show a new object
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

// noMethod is the status of a request with a method that a server does not have at this
// path.
const noMethod = 405

// notCarriedOut reports whether the server lacks the request, or does not find an object
// that it lists.
func notCarriedOut(err error) bool {
	var e *paperspace.Error
	return errors.Is(err, paperspace.ErrNotFound) || errors.As(err, &e) && e.Status == noMethod
}

func (k *Kind[T, In]) sendDestroy(ctx context.Context, id string) error {
	return k.client.whileBusy(ctx, noMachine, func() error { return k.objects.Destroy(ctx, id) })
}
