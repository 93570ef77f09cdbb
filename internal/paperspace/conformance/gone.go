package conformance

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// endings are the rules about objects that are gone, that only seem to be gone, and that
// are being destroyed.
var endings = []rule{
	{"what is not found for a moment is not gone", momentarilyMissing},
	{"a delete that a stale replica handled is retried", staleDelete},
	{"a delete of what is gone succeeds after the second look", deleteOfNothing},
	{"an accepted delete of a script or a network needs no second look", acceptedDelete},
	{"a machine that is being destroyed is waited for and not destroyed again", destroyTwice},
	{"a new machine that is not shown yet is destroyed once it is shown", destroyUnseen},
	{"nothing is sent to a machine that is being destroyed", nothingForDying},
	{"a wait ends when the machine is being destroyed", waitForDying},
	{"a destruction that fails is an error with the reason", destroyFails},
	{"a private network waits for machines that are being destroyed", networkOfDying},
	{"access is gone only after two looks", accessGone},
	{"a revoke that a stale replica handled is retried", staleRevoke},
}

// moment is how long a replica is stale.
const moment = 1500 * time.Millisecond

// kinds calls do for every kind of object that the API version has, with an existing object
// and the functions that read and destroy it.
func (s *scene) kinds(do func(kind, id string, find func(context.Context, string) (bool, error), destroy func(context.Context, string) error)) {
	s.Helper()
	client := ops.NewClient(s.api, ops.Options{})
	do("machine", s.machine(psfake.Machine{Name: "web"}), func(ctx context.Context, id string) (bool, error) {
		got, err := client.BulkReader.Read(ctx, id)
		return got.Found, err
	}, func(ctx context.Context, id string) error {
		return client.DestroyMachine(ctx, ops.Destruction{ID: id, Name: "web"})
	})
	if s.api.Scripts != nil {
		do("script", s.fake.AddScript(psfake.Script{Name: "hello", Text: "exit"}).ID, func(ctx context.Context, id string) (bool, error) {
			got, err := client.Scripts.Read(ctx, id)
			return got.Found, err
		}, client.Scripts.Destroy)
	}
	if s.api.PrivateNetworks != nil {
		do("network", s.fake.AddNetwork(psfake.Network{Name: "lab"}).ID, func(ctx context.Context, id string) (bool, error) {
			got, err := client.PrivateNetworks.Read(ctx, id)
			return got.Found, err
		}, client.PrivateNetworks.Destroy)
	}
	for _, p := range s.products() {
		do(p.noun, p.add("web"), func(ctx context.Context, id string) (bool, error) { return p.find(ctx, client, id) },
			func(ctx context.Context, id string) error { return p.remove(ctx, client, id) })
	}
}

// destroyCall returns the name of the fake server's call that destroys an object.
func destroyCall(kind string) string {
	switch kind {
	case "public IP address":
		return "publicips.release"
	case "snapshot", "custom template", "shared drive":
		return kind[strings.LastIndex(kind, " ")+1:] + "s.delete"
	}
	return kind + "s.destroy"
}

// stale makes all reads return an empty state for a moment.
func (s *scene) stale() {
	pass(time.Second)
	s.fake.Inject(psfake.Fault{Kind: psfake.FaultStale, Age: time.Hour, For: moment})
}

func momentarilyMissing(s *scene) {
	s.kinds(func(kind, id string, find func(context.Context, string) (bool, error), _ func(context.Context, string) error) {
		s.stale()
		if found, err := find(s.Context(), id); err != nil || !found {
			s.Errorf("a %s: found %v, %v", kind, found, err)
		}
	})
}

func staleDelete(s *scene) {
	s.kinds(func(kind, id string, find func(context.Context, string) (bool, error), destroy func(context.Context, string) error) {
		s.stale()
		s.fake.Inject(psfake.Fault{Call: destroyCall(kind), Kind: psfake.FaultReject, Status: 404, Message: "not found", For: moment})
		s.fake.ResetJournal()
		if err := destroy(s.Context(), id); err != nil {
			s.Errorf("a %s: %v", kind, err)
		}
		readFirst := kind == "snapshot" || kind == "custom template" || kind == "shared drive" // so a stale read prevents the delete
		if n := s.fake.Journal().Count(destroyCall(kind)); n < 2 && !readFirst || n < 1 {
			s.Errorf("a %s: %d deletes", kind, n)
		}
		if found, err := find(s.Context(), id); found && kind != "machine" || err != nil {
			s.Errorf("a %s: it is reported as destroyed, and found: %v, %v", kind, found, err)
		}
		if m, there := s.fake.Machine(id); there && !m.Destroying {
			s.Errorf("a machine that is reported as destroyed is %s", m.State)
		}
	})
}

func deleteOfNothing(s *scene) {
	s.kinds(func(kind, _ string, _ func(context.Context, string) (bool, error), destroy func(context.Context, string) error) {
		began := time.Now()
		if err := destroy(s.Context(), "gone0000"); err != nil {
			s.Errorf("a %s: %v", kind, err)
		}
		if took := time.Since(began); took > 6*time.Second || kind == "machine" && took < 5*time.Second {
			s.Errorf("a %s: took %s", kind, took)
		}
	})
}

func acceptedDelete(s *scene) {
	s.kinds(func(kind, id string, _ func(context.Context, string) (bool, error), destroy func(context.Context, string) error) {
		if kind == "machine" || kind == "snapshot" { // their end is waited for
			return
		}
		began := time.Now()
		if err := destroy(s.Context(), id); err != nil || time.Since(began) > 0 {
			s.Errorf("a %s: took %s, %v", kind, time.Since(began), err)
		}
	})
}

// dying returns a machine that is being destroyed.
func (s *scene) dying() string {
	s.Helper()
	id := s.machine(psfake.Machine{Name: "web", NetworkID: "n123abc"})
	s.must(s.api.Machines.Destroy(s.Context(), id, paperspace.Release{}))
	return id
}

// dated reports whether a machine that is being destroyed shows a deletion date.
func (s *scene) dated() bool { return !s.api.Traits.ShowsEvents && s.behavior.V1.DatesDeleted }

func destroyTwice(s *scene) {
	id := s.dying()
	began := time.Now()
	if err := ops.NewClient(s.api, ops.Options{}).DestroyMachine(s.Context(), ops.Destruction{ID: id, Name: "web"}); err != nil {
		s.Error(err)
	}
	if _, there := s.fake.Machine(id); there != s.dated() || there != (time.Since(began) < time.Second) {
		s.Errorf("there after %s: %v", time.Since(began), there)
	}
	if n := effects(s.fake); n != 1 {
		s.Errorf("%d destructions", n)
	}
}

// The machine of an interrupted create shows up after 30 seconds.
func destroyUnseen(s *scene) {
	id := s.machine(psfake.Machine{Name: "web"})
	pass(time.Second)
	const late = 30 * time.Second
	s.fake.Inject(psfake.Fault{Kind: psfake.FaultStale, Age: time.Hour, For: late})
	s.fake.Inject(psfake.Fault{Call: "machines.destroy", Kind: psfake.FaultReject, Status: 404, For: late})
	c := ops.NewClient(s.api, ops.Options{})
	if err := c.DestroyMachine(s.Context(), ops.Destruction{ID: id, Name: "web", Unseen: true}); err != nil {
		s.Error(err)
	}
	if m, there := s.fake.Machine(id); there && !m.Destroying {
		s.Errorf("it is %s", m.State)
	}
	began := time.Now()
	if err := c.DestroyMachine(s.Context(), ops.Destruction{ID: "psnever", Unseen: true}); err != nil {
		s.Error(err)
	}
	if took := time.Since(began); took < 2*time.Minute || took > 3*time.Minute {
		s.Errorf("one that never shows up took %s", took)
	}
}

func nothingForDying(s *scene) {
	c := ops.NewClient(s.api, ops.Options{})
	for name, do := range map[string]func(id string) error{
		"start":   func(id string) error { return c.SwitchOn(s.Context(), ops.Power{ID: id, Wait: true}) },
		"stop":    func(id string) error { return c.SwitchOff(s.Context(), ops.Power{ID: id}) },
		"restart": func(id string) error { return c.Restart(s.Context(), ops.Power{ID: id}) },
		"update":  func(id string) error { return c.RejectDestroyed(s.Context(), "update", id) },
	} {
		id := s.dying()
		s.fake.ResetJournal()
		err := do(id)
		if !errors.Is(err, paperspace.ErrBeingDestroyed) || !strings.Contains(err.Error(), `"web" (`+id+`) is being destroyed`) {
			s.Errorf("%s: %v", name, err)
		}
		if writes := s.fake.Journal().Writes(); len(writes) > 0 {
			s.Errorf("%s: sent %v", name, writes)
		}
	}
}

func waitForDying(s *scene) {
	c := ops.NewClient(s.api, ops.Options{})
	for _, target := range []wait.Target{wait.UntilReady, wait.UntilServiceReady, wait.UntilOff, wait.UntilRestarted} {
		id := s.machine(psfake.Machine{Name: "web", State: psfake.StateStarting})
		time.AfterFunc(20*time.Second, func() { _ = s.api.Machines.Destroy(context.Background(), id, paperspace.Release{}) })
		began := time.Now()
		_, err := c.Watcher.Wait(s.Context(), wait.Wait{ID: id, Name: "web", Target: target})
		if took := time.Since(began); !errors.Is(err, paperspace.ErrBeingDestroyed) && (s.api.Traits.ShowsEvents || s.dated()) || took > 30*time.Second {
			s.Errorf("after %s: %v", took, err)
		}
	}
}

func destroyFails(s *scene) {
	if s.dated() {
		s.Skip("a deletion date means that the machine is gone")
	}
	id := s.machine(psfake.Machine{Name: "web", Events: []psfake.Event{{Name: "deactivate", State: psfake.EventError, Error: "an old reason"}}})
	s.fake.Inject(psfake.Fault{Call: "machines.destroy", Kind: psfake.FaultStuck})
	time.AfterFunc(20*time.Second, func() {
		s.fake.ChangeMachine(id, func(m *psfake.Machine) {
			m.Events[0].State, m.Events[0].Error, m.Events[0].Finished = psfake.EventError, "the disk is busy", new(time.Now())
			m.Destroying = false
		})
	})
	err := ops.NewClient(s.api, ops.Options{}).DestroyMachine(s.Context(), ops.Destruction{ID: id, Name: "web"})
	if !errors.Is(err, paperspace.ErrFailed) || !strings.Contains(err.Error(), "the disk is busy") {
		s.Error(err)
	}
}

func networkOfDying(s *scene) {
	s.private()
	n := s.fake.AddNetwork(psfake.Network{Name: "backend"})
	c := ops.NewClient(s.api, ops.Options{})
	id := s.machine(psfake.Machine{NetworkID: n.ID})
	began := time.Now()
	// At first, this machine cannot be distinguished from one that Terraform is about to
	// destroy, too.
	if err := c.PrivateNetworks.Destroy(s.Context(), n.ID); !errors.Is(err, s.occupied()) || time.Since(began) > 40*time.Second {
		s.Errorf("with a machine in it, after %s: %v", time.Since(began), err)
	}
	s.must(c.DestroyMachine(s.Context(), ops.Destruction{ID: id}))
	if err := c.PrivateNetworks.Destroy(s.Context(), n.ID); err != nil {
		s.Errorf("after its last machine: %v", err)
	}
}

func accessGone(s *scene) {
	if s.api.AccessList == nil {
		s.Skip("no list of accesses")
	}
	user := s.fake.AddUser(psfake.User{Email: "ann@example.com"})
	id := s.machine(psfake.Machine{Name: "web", Access: []string{user.ID}})
	c := ops.NewClient(s.api, ops.Options{})
	s.stale()
	if has, err := c.HasAccess(s.Context(), id, user.ID); !has && err == nil {
		s.Error("an access that is not shown for a moment is gone")
	}
	pass(2 * moment)
	if has, err := c.HasAccess(s.Context(), id, user.ID); !has || err != nil {
		s.Errorf("%v, %v", has, err)
	}
	s.fake.ChangeMachine(id, func(m *psfake.Machine) { m.Access = nil })
	began := time.Now()
	if has, err := c.HasAccess(s.Context(), id, user.ID); has || err != nil || time.Since(began) < 5*time.Second {
		s.Errorf("ended: %v, %v after %s", has, err, time.Since(began))
	}
	if err := c.RevokeAccess(s.Context(), id, user.ID); err != nil {
		s.Errorf("revoked once more: %v", err)
	}
}

func staleRevoke(s *scene) {
	if s.api.Access == nil {
		s.Skip("no access")
	}
	user := s.fake.AddUser(psfake.User{Email: "ann@example.com"})
	id := s.machine(psfake.Machine{Name: "web", Access: []string{user.ID}})
	s.fake.Inject(psfake.Fault{Kind: psfake.FaultMissing, ID: id, Writes: true, For: moment, FromHit: true})
	if err := ops.NewClient(s.api, ops.Options{}).RevokeAccess(s.Context(), id, user.ID); err != nil {
		s.Error(err)
	}
	if m, _ := s.fake.Machine(id); len(m.Access) > 0 {
		s.Errorf("access that is reported as revoked: %v", m.Access)
	}
}
